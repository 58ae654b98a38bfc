"""What a look at a whole store finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.store.checking import check_store
from adapters.store.engines import open_engine, parsed_url
from adapters.store.opening import open_store
from engine.errors import Refused, Unavailable
from engine.ports.operations import OperationState
from tests.contract.records import NOON, an_effect, an_operation, with_effects
from tests.stores import in_sqlite, url_of


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    made = url_of(request, tmp_path)
    store = open_store(made, create=True)
    with_effects(store, an_effect("a"))
    operation, _ = store.operations.receive(an_operation(2))
    store.operations.move(
        operation.id,
        expect=[operation.state],
        to=OperationState.REFUSED,
        at=NOON,
        reply={"summary": "No"},
    )
    store.close()
    return made


def spoil(url: str, *statements: str) -> None:
    engine = open_engine(parsed_url(url))
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    engine.dispose()


def test_counts_what_is_there(url: str) -> None:
    spoil(url, "UPDATE operations SET reply = '{}' WHERE reply IS NULL")

    found = check_store(url)

    assert (found.counts["operations"], found.counts["outbox"]) == (2, 1)
    assert found.faults == ()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE operations SET state = 'lost'", "is in a state that is none: lost"),
        ("UPDATE operations SET reply = NULL", "has ended without an answer"),
        ("UPDATE operations SET args = 'no json'", "args cannot be read"),
        ("UPDATE outbox SET state = 'sent'", "is sent and nobody knows since when"),
        ("UPDATE outbox SET state = 'sending'", "is being sent by nobody"),
    ],
)
def test_says_what_is_wrong(url: str, statement: str, fault: str) -> None:
    spoil(url, statement)

    assert any(fault in one for one in check_store(url).faults)


def test_who_meets_a_damaged_value_is_sent_here(url: str) -> None:
    spoil(url, "UPDATE operations SET args = 'no json'")
    store = open_store(url, create=False)

    with pytest.raises(Unavailable, match="cannot be read") as met:
        store.operations.unfinished(tuple(OperationState))

    assert "trunkline store verify" in met.value.remedy
    store.close()


def test_finds_a_row_that_refers_to_nothing(tmp_path: Path) -> None:
    url = in_sqlite(tmp_path / "store.db")
    store = open_store(url, create=True)
    with_effects(store, an_effect("a"))
    store.close()
    spoil(
        url,
        "PRAGMA foreign_keys = OFF",
        "COMMIT",
        "PRAGMA foreign_keys = OFF",
        "BEGIN",
        "DELETE FROM operations",
    )

    assert "1 in outbox refer to operations that are not there" in check_store(url).faults


def test_where_there_is_no_store_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no store"):
        check_store(in_sqlite(tmp_path / "none.db"))
