"""``customer approve``: the checklist, and approving all the same."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, Table
from tests.builders import Carrier, a_carrier, a_customer, a_house, sample_carrier

APPROVE = "customer approve new"


def a_newcomer() -> Carrier:
    """A carrier with one customer, which waits for approval."""
    customer = a_customer("New", status="pending_approval", limits={"channels": 5})
    return a_house(a_carrier({"new": customer}))


def test_what_is_missing_is_told_with_how_to_add_it() -> None:
    reply = a_newcomer().type(APPROVE)

    assert reply.outcome is Outcome.REFUSED
    assert reply.summary == (
        "new is not complete, so it is not approved: no contract, no auth, no route, no contact."
    )
    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    assert table.rows[0] == ("contract", "nothing", "customer contract add new CONTRACT")
    assert table.rows[3] == ("limit", "5 channels", "")


def test_nothing_is_changed_by_the_checklist() -> None:
    carrier = a_newcomer()
    reply = carrier.type(APPROVE)

    assert carrier.operation(reply.operation).state == "refused"
    assert carrier.run("customer list", status="pending_approval").values["total"] == 1


def test_anyway_approves_and_the_plan_names_what_is_missing() -> None:
    carrier = a_newcomer()
    plan = carrier.type(f"{APPROVE} --anyway")

    assert plan.outcome is Outcome.ASKS
    assert "contract: MISSING" in str(plan.blocks)
    assert carrier.confirm(plan).summary == "Done: approve customer new."
    assert carrier.run("customer list", status="active").values["total"] == 1


def test_a_complete_customer_is_approved_by_a_plan() -> None:
    files = sample_carrier()
    path = "customers/ben-llc/customer.yaml"
    files[path] = files[path].replace(b"status: active", b"status: pending_approval")
    carrier = a_house(files)

    assert carrier.change("customer approve ben-llc").summary == "Done: approve customer ben-llc."


def test_who_is_active_or_inactive_does_not_wait() -> None:
    both = {"on": a_customer("On"), "off": a_customer("Off", status="inactive")}
    carrier = a_house(a_carrier(both))

    assert "already" in carrier.type("customer approve on").summary
    said = carrier.type("customer approve off")
    assert said.outcome is Outcome.REFUSED
    assert "customer resume off" in said.blocks[0].text


@pytest.mark.parametrize("who", ["vera", "nora"])
def test_somebody_without_the_role_approves_nobody(who: str) -> None:
    assert a_newcomer().type(f"{APPROVE} --anyway", who).outcome is Outcome.REFUSED
