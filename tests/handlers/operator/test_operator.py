"""``operator``: who may do what, and what nobody does to themself in passing."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, Problems, Reply
from tests.builders import a_house, sample_carrier


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def rules(reply: Reply) -> set[str]:
    return {p.rule for block in reply.blocks if isinstance(block, Problems) for p in block.problems}


def test_somebody_who_is_added_may_do_what_their_roles_allow_from_then_on(
    sample: dict[str, bytes],
) -> None:
    carrier = a_house(sample)
    plan = carrier.type('operator add "Ben Ito" ben@example.com --slack_id U0BEN001', "rosa")
    assert "Without a role Ben Ito may do nothing." in str(plan.blocks)
    carrier.confirm(plan, "rosa")
    assert carrier.type("customer list", "ben-ito").outcome is Outcome.REFUSED

    carrier.change("operator edit ben-ito --roles operator", "rosa")
    assert carrier.type("customer edit ben-llc --channels 61", "ben-ito").outcome is Outcome.ASKS


def test_the_last_admin_stays(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    assert "last-admin" in rules(carrier.type("operator remove rosa", "rosa"))
    assert "last-admin" in rules(carrier.type("operator edit rosa --roles viewer", "rosa"))


def test_leaving_is_told_before_it_is_done(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change('operator edit ada --roles "operator, admin"', "rosa")

    assert "This is you" in str(carrier.type("operator remove rosa", "rosa").blocks)
    assert "This is you" not in str(carrier.type("operator remove vera", "rosa").blocks)
    assert "You take the role admin from yourself" in str(
        carrier.type("operator edit rosa --roles viewer", "rosa").blocks
    )


def test_identities_are_not_shared(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type(
        'operator add "Two" ada@example.com --slack_id U0GRACE1 --os_user rosa', "rosa"
    )

    assert {problem.field for problem in reply.blocks[0].problems} == {
        "email",
        "slack_id",
        "os_user",
    }


def test_somebody_a_document_names_stays_and_the_place_is_told(sample: dict[str, bytes]) -> None:
    alerts = b'alerts:\n  - {id: low, name: Low, notify: ["operator:vera"], area: available_credit, operator: below, threshold: 5}\n'
    carrier = a_house({**sample, "customers/tide-mobile/alerts.yaml": alerts})

    for name, path in (
        ("tama", "customers/maple-conferencing/customer.yaml"),
        ("vera", "customers/tide-mobile/alerts.yaml"),
    ):
        reply = carrier.type(f"operator remove {name}", "rosa")
        assert reply.outcome is Outcome.INVALID
        assert path in str(reply.blocks)


def test_an_operator_does_not_undo_what_only_an_admin_may_do(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    done = carrier.change("operator remove vera", "rosa")
    refused = carrier.type(f"undo {done.operation}")
    assert refused.summary == (
        "undoing operator remove needs the role admin, which Ada Larsen does not have"
    )

    undone = carrier.change(f"undo {done.operation}", "rosa")
    assert carrier.type(f"undo {undone.operation}").outcome is Outcome.REFUSED


def test_finance_confirms_and_undoes_its_own_changes(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    done = carrier.change("package edit uk-1000 --retail 9.50", "finn")

    assert done.outcome is Outcome.DONE
    assert carrier.change(f"undo {done.operation}", "finn").outcome is Outcome.DONE
    assert carrier.file("packages/uk-1000.yaml") == sample["packages/uk-1000.yaml"]
