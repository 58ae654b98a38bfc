"""The life of customers in Slack: three deleted and back, one suspended while the remote is gone, many imported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.schedule import take_up_changes
from engine.ports.operations import OperationState
from tests.builders import sample_carrier
from tests.scenarios.steps import ADA, VERA, Office, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
THREE = "wren-answering blue-lagoon-travel maple-conferencing"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, sample_carrier()) as opened:
        yield opened


def customers(office: Office) -> set[str]:
    office.carrier.clock.advance(60)
    return set(office.carrier.house.books.head().book.customers)


def effective(office: Office, customer: str = "ben-llc") -> str:
    found: Any = office.carrier.run("customer show", customer=customer).values["effective"]
    return str(found["status"])


def test_three_customers_are_deleted_with_a_word_and_come_back_with_another(office: Office) -> None:
    before = customers(office)
    assert office.slash(f"/customer delete {THREE}").ok

    plan = office.told()
    said = json.dumps(plan)
    assert plan["text"].startswith("Plan: delete customers wren-answering")
    for name in ("Wren Answering", "Blue Lagoon Travel", "Maple Conferencing Inc."):
        assert name in said
    assert "Delete 3 customers?" in said
    assert "442079460150" in said
    assert office.press(plan, "Confirm").ok

    done = office.told()
    assert done["text"].startswith("Done: delete customers")
    assert customers(office) == before - set(THREE.split())
    assert office.press(done, "Undo").ok
    if "Confirm" in labels_of(office.told()):
        assert office.press(office.told(), "Confirm").ok
    assert customers(office) == before


def test_somebody_elses_confirmation_deletes_nobody(office: Office) -> None:
    office.slash("/customer delete wren-answering")
    operation = office.operations()[0]

    reply = office.carrier.run(
        "confirm", "grace", operation=operation.id, digest=str(operation.digest)
    )
    assert reply.outcome == "refused"
    assert "wren-answering" in customers(office)


def test_a_suspension_at_once_with_the_remote_gone_and_its_end(
    office: Office, tmp_path: Path
) -> None:
    office.slash("/customer show ben-llc")
    office.carrier.remote.rename(tmp_path / "away")

    assert office.slash('/customer suspend ben-llc --now --reason "Fraud since 02:40"').ok
    said = office.told()["text"]
    assert said.startswith("Ben LLC is suspended since ")
    assert "Europe/London" in said or "UTC" in said
    assert "out of reach" in said
    assert effective(office) == "suspended"
    office.carrier.clock.advance(5)
    assert office.slash("/customer resume ben-llc --now").ok
    assert office.told()["text"].startswith("The suspension of ben-llc is lifted.")
    assert effective(office) == "active"

    (tmp_path / "away").rename(office.carrier.remote)
    office.carrier.clock.advance(60)
    take_up_changes(office.carrier.house)
    assert office.commits() == ["First files"]
    assert {one.state for one in office.operations()} == {OperationState.DONE}
    assert effective(office) == "active"


def test_everybody_sees_who_is_suspended_and_the_channel_was_told(office: Office) -> None:
    office.slash('/customer suspend ben-llc --now --reason "Fraud since 02:40"')

    office.slash("/customer show ben-llc", VERA)
    shown = json.dumps(office.told(VERA))
    assert "Fraud since 02:40" in shown
    assert "suspended" in shown
    office.slash("/customer list status:suspended", VERA)
    assert "ben-llc" in json.dumps(office.told(VERA))
    due = office.carrier.store.effects.claim_due(now=office.carrier.clock.now(), limit=10)
    assert "Fraud since 02:40" in json.dumps(due[0].payload)


def test_a_suspension_without_a_reason_opens_a_form_that_asks_for_it(office: Office) -> None:
    assert office.slash("/customer suspend ben-llc").ok
    assert office.view()["title"]["text"] == "Suspend customer"

    assert office.submit({"reason": "Late invoice"}).ok
    assert office.press(office.told(), "Confirm").ok
    assert office.told()["text"] == "Done: suspend customer ben-llc: Late invoice."
    assert effective(office) == "inactive"


def test_a_card_leads_to_suspension_and_back(office: Office) -> None:
    office.slash("/customer show ben-llc")
    assert "Suspend" in labels_of(office.told())
    office.slash('/customer suspend ben-llc --now --until 2h --reason "Flood"')
    office.carrier.clock.advance(5)

    office.slash("/customer show ben-llc")
    assert office.press(office.told(), "Resume").ok
    assert office.press(office.told(), "Lift it now").ok
    assert effective(office) == "active"


def test_a_clone_and_a_bulk_change_in_slack(office: Office) -> None:
    office.slash('/customer clone ben-llc ben-two --name "Ben Two"')
    assert office.press(office.told(), "Confirm").ok
    assert "ben-two" in customers(office)

    office.slash('/customer bulk --where "tag:retail currency:USD" --set channels=12')
    plan = office.told()
    assert "ben-two" in json.dumps(plan)
    assert office.press(plan, "Confirm").ok
    book = office.carrier.house.books.head().book
    assert {book.customer(name).limits.channels for name in ("ben-llc", "ben-two")} == {12}


def test_an_approval_goes_by_its_checklist(office: Office) -> None:
    office.slash('/customer clone ben-llc ben-two --name "Ben Two"')
    office.press(office.told(), "Confirm")
    office.slash("/customer approve ben-two")

    told = office.told()
    assert "not complete" in told["text"]
    assert office.press(told, "Approve anyway").ok
    assert office.press(office.told(), "Confirm").ok
    assert effective(office, "ben-two") == "active"


def handed_in(office: Office, table: str, **more: Any) -> dict[str, Any]:
    """Hand a table in by the form; gives what was answered."""
    office.slash("/customer import")
    file = office.workspace.upload(ADA, "new.csv", table.encode())
    assert office.submit({"file": [file], **more}).ok
    return office.told()


def test_a_table_with_bad_rows_is_handed_in_told_by_row_and_imported_without_them(
    office: Office,
) -> None:
    table = "name;currency;channels\nAlpha Ltd;EUR;30\nBeta;XXX;lots\n=cmd|x;EUR;\nBen LLC;USD;\n"
    before = customers(office)

    told = json.dumps(handed_in(office, table))
    for word in ("new.csv:3:2", "new.csv:3:3", "new.csv:5"):
        assert word in told
    assert customers(office) == before

    plan = handed_in(office, table, skip_bad="true")
    assert plan["text"] == "Plan: import 2 customers from new.csv. Nothing has changed yet."
    assert "2 rows left out" in json.dumps(plan)
    assert office.press(plan, "Confirm").ok
    assert customers(office) == before | {"alpha-ltd", "cmd-x"}
