"""Erasing a person: gone from the head, from the store, and the plan says what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.store.engines import leave_nothing_behind, reading
from adapters.store.opening import SqlStore
from adapters.store.tables import METADATA
from tests.builders import CHANGES, a_carrier
from tests.scenarios.steps import ROSA, Office, an_office
from tests.stores import kept_bytes

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, a_carrier()) as opened:
        opened.slash('/trunkline contact add ben-llc "Zelda Quux" zelda@quux.example', ROSA)
        opened.press(opened.told(ROSA), "Confirm", ROSA)
        opened.outbox().send_due()
        yield opened


def everything(store: SqlStore) -> str:
    with reading(store.database.engine) as connection:
        return str([row for t in METADATA.sorted_tables for row in connection.execute(t.select())])


def send_all(office: Office) -> None:
    while office.outbox().send_due():
        pass


def test_no_operation_remembers_the_person(office: Office) -> None:
    store = office.carrier.store
    assert isinstance(store, SqlStore)
    assert "zelda@quux.example" in everything(store)

    office.slash("/trunkline contact erase ben-llc zelda-quux", ROSA)
    shown = str(office.told(ROSA))
    office.press(office.told(ROSA), "Confirm", ROSA)

    assert "git filter-repo" in shown
    assert "repo adopt" in shown
    remembered = [one for one in office.operations() if one.command.startswith("contact")]
    assert "zelda@quux.example" not in str(remembered)
    assert [one.state for one in remembered] == ["done", "done"]


def test_nothing_of_the_person_is_left_in_what_the_store_keeps(
    office: Office, tmp_path: Path
) -> None:
    office.slash("/trunkline contact edit ben-llc zelda-quux --phone +442079460123", ROSA)
    office.press(office.told(ROSA), "Confirm", ROSA)
    office.slash("/trunkline customer suspend ben-llc --now --reason 'As Zelda Quux asked'", ROSA)
    office.slash("/trunkline customer resume ben-llc", ROSA)
    office.press(office.told(ROSA), "Confirm", ROSA)
    send_all(office)

    office.slash("/trunkline contact erase ben-llc zelda-quux", ROSA)
    office.press(office.told(ROSA), "Confirm", ROSA)
    send_all(office)

    store = office.carrier.store
    assert isinstance(store, SqlStore)
    leave_nothing_behind(store.database.engine)
    kept = b"".join(kept_bytes(tmp_path).values())
    assert kept
    assert [word for word in (b"Zelda", b"zelda@quux", b"442079460123") if word in kept] == []
    told = [str(one) for one in office.workspace.messages(CHANGES)][-1]
    assert "zelda@quux.example" not in told
    assert "Undo" not in f"{told}{office.told(ROSA)}"


def test_an_erasure_has_no_way_back(office: Office) -> None:
    office.slash("/trunkline contact erase ben-llc zelda-quux", ROSA)
    office.press(office.told(ROSA), "Confirm", ROSA)
    [erased] = [one for one in office.operations() if one.command == "contact erase"]

    office.slash(f"/trunkline undo {erased.id}", ROSA)

    assert "what it changed is not remembered any more" in str(office.told(ROSA))


def test_the_person_is_named_by_id_only(office: Office) -> None:
    office.slash("/trunkline contact erase ben-llc zelda@quux.example", ROSA)

    assert "by id: zelda-quux" in str(office.told(ROSA))
