"""What a proposal is called, and what becomes of one whose branch somebody else has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.changes.proposals import branch_of
from bot.schedule import take_up_changes
from engine.ports.operations import OperationState
from handlers.kit.reply import Outcome
from tests.builders import HAND, a_house
from tests.contract.records import an_operation


def a_change(kind: str, document: str) -> dict[str, Any]:
    return {"kind": kind, "document": document, "path": f"{kind}/{document}.yaml"}


@pytest.mark.parametrize(
    ("changes", "branch"),
    [
        ([a_change("customer", "ben-llc")] * 2, "trunkline/customer-ben-llc-00000042"),
        (
            [a_change("customer", "zed"), a_change("contacts", "zed")],
            "trunkline/config-zed-00000042",
        ),
        (
            [a_change("customer", "zed"), a_change("customer", "acme")],
            "trunkline/2-documents-00000042",
        ),
        ([], "trunkline/layout-00000042"),
    ],
)
def test_a_branch_is_named_for_what_changes(changes: list[dict[str, Any]], branch: str) -> None:
    operation = replace(an_operation(42), plan={"changes": changes})

    assert branch_of(operation) == branch


def test_a_branch_that_somebody_made_first_is_left_to_them() -> None:
    carrier = a_house()
    carrier.remote.is_protected = True
    plan = carrier.type("customer edit ben-llc --channels 60")
    taken = f"trunkline/customer-ben-llc-{str(plan.operation)[-8:]}"
    carrier.remote.branches[taken] = carrier.push({"notes.md": b"Mine.\n"})

    assert carrier.confirm(plan).outcome is Outcome.WAITS
    theirs = carrier.remote.branches[taken]
    take_up_changes(carrier.house)

    operation = carrier.operation(str(plan.operation))
    assert operation.state is OperationState.PROPOSED
    assert f"{HAND.name} pushed to {taken}" in str(operation.reply)
    assert carrier.remote.branches == {taken: theirs}


def test_a_remote_that_takes_no_branch_at_all_refuses_in_its_words() -> None:
    carrier = a_house()
    carrier.remote.is_protected = True
    plan = carrier.type("customer edit ben-llc --channels 60")
    carrier.remote.is_protected = False
    carrier.remote.declines = "closed for the audit"

    reply = carrier.confirm(plan)

    assert (reply.outcome, carrier.remote.branches) == (Outcome.REFUSED, {})
    assert "closed for the audit" in reply.summary
