"""What every ``OverlayStore`` promises, asked of SQLite, of the quick reader of its file, of PostgreSQL and of the twin in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.memory.overlays import MemoryOverlayStore
from adapters.store.opening import open_store
from adapters.store.sqlite_overlays import SqliteOverlays
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, OperationState
from engine.ports.overlays import Overlay, OverlayKind, OverlayStore
from tests.stores import url_of

NOON = datetime(2026, 3, 2, 12, 0, 0, 123_000, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUSPENSION = OverlayKind.SUSPENSION
BEHIND = OperationId("op-00000000000000000000000001")


@pytest.fixture(params=["sqlite", "quick", "postgresql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OverlayStore]:
    if request.param == "memory":
        yield MemoryOverlayStore()
        return
    url = url_of(request, tmp_path)
    sql = open_store(url, create=True)
    sql.operations.receive(an_operation())
    quick = SqliteOverlays(tmp_path / "store.db", lambda: sql.overlays)
    yield quick if request.param == "quick" else sql.overlays
    sql.close()


def an_operation() -> Operation:
    return Operation(
        id=BEHIND,
        delivery="test:1",
        received_at=NOON,
        updated_at=NOON,
        actor="ada",
        command="customer suspend",
        args={},
        drawn={},
        origin={},
        state=OperationState.RECEIVED,
    )


def an_overlay(name: str = "one", **more: Any) -> Overlay:
    plain = Overlay(
        id=name,
        customer="ben-llc",
        kind=SUSPENSION,
        reason="Fraud: 'Zoë' 😀\nsecond line",
        by="ada",
        since=NOON,
        operation=BEHIND,
    )
    return replace(plain, **more)


def ids(overlays: Sequence[Overlay]) -> list[str]:
    return [overlay.id for overlay in overlays]


def test_gives_back_what_was_laid(store: OverlayStore) -> None:
    laid = an_overlay(until=NOON + HOUR)

    store.lay(laid)

    assert store.in_force(NOON) == (laid,)


def test_nothing_lies_over_anybody_at_first(store: OverlayStore) -> None:
    assert store.in_force(NOON) == ()


def test_an_overlay_counts_from_its_first_instant_and_not_at_its_last(store: OverlayStore) -> None:
    store.lay(an_overlay(until=NOON + HOUR))

    assert ids(store.in_force(NOON - timedelta(milliseconds=1))) == []
    assert ids(store.in_force(NOON)) == ["one"]
    assert ids(store.in_force(NOON + HOUR - timedelta(milliseconds=1))) == ["one"]
    assert ids(store.in_force(NOON + HOUR)) == []


def test_laying_twice_lays_once_and_changes_nothing(store: OverlayStore) -> None:
    store.lay(an_overlay())
    store.lift("ben-llc", SUSPENSION, laid_by=NOON, by="grace", at=NOON + HOUR)

    store.lay(an_overlay(reason="Another"))

    assert store.in_force(NOON + HOUR) == ()
    assert store.in_force(NOON)[0].reason == an_overlay().reason


def test_lifting_ends_it_and_keeps_who_did(store: OverlayStore) -> None:
    store.lay(an_overlay())

    [lifted] = store.lift("ben-llc", SUSPENSION, laid_by=NOON, by="grace", at=NOON + HOUR)

    assert lifted == an_overlay(lifted_by="grace", lifted_at=NOON + HOUR)
    assert store.in_force(NOON + HOUR) == ()
    assert store.in_force(NOON) == (lifted,)


def test_the_same_lifting_again_gives_the_same(store: OverlayStore) -> None:
    store.lay(an_overlay())
    first = store.lift("ben-llc", SUSPENSION, laid_by=NOON, by="grace", at=NOON + HOUR)

    assert store.lift("ben-llc", SUSPENSION, laid_by=NOON, by="grace", at=NOON + HOUR) == first
    assert store.in_force(NOON) == first


def test_lifting_again_lifts_nothing(store: OverlayStore) -> None:
    store.lay(an_overlay())
    store.lift("ben-llc", SUSPENSION, laid_by=NOON, by="grace", at=NOON + HOUR)

    assert store.lift("ben-llc", SUSPENSION, laid_by=NOON, by="ada", at=NOON + 2 * HOUR) == ()
    assert store.in_force(NOON)[0].lifted_by == "grace"


def test_what_was_laid_later_stays(store: OverlayStore) -> None:
    store.lay(an_overlay("early"))
    store.lay(an_overlay("late", since=NOON + HOUR))

    lifted = store.lift("ben-llc", SUSPENSION, laid_by=NOON, by="ada", at=NOON + 2 * HOUR)

    assert ids(lifted) == ["early"]
    assert ids(store.in_force(NOON + 2 * HOUR)) == ["late"]


def test_what_is_over_is_not_lifted(store: OverlayStore) -> None:
    store.lay(an_overlay(until=NOON + HOUR))

    assert store.lift("ben-llc", SUSPENSION, laid_by=NOON, by="ada", at=NOON + HOUR) == ()
    assert store.in_force(NOON)[0].lifted_at is None


def test_customers_are_told_apart(store: OverlayStore) -> None:
    store.lay(an_overlay("later", since=NOON + timedelta(seconds=1)))
    store.lay(an_overlay("zed", customer="zed", operation=None))
    at = NOON + HOUR

    assert ids(store.in_force(at)) == ["zed", "later"]
    assert ids(store.in_force(at, customer="zed")) == ["zed"]
    store.lift("zed", SUSPENSION, laid_by=at, by="ada", at=at)
    assert ids(store.in_force(at)) == ["later"]


def test_an_id_that_looks_like_sql_is_an_id(store: OverlayStore) -> None:
    store.lay(an_overlay())

    assert store.in_force(NOON, customer="x' OR '1'='1") == ()


def test_what_ended_by_itself_is_known_and_what_was_lifted_before_is_not(
    store: OverlayStore,
) -> None:
    store.lay(an_overlay("ends", until=NOON + HOUR))
    store.lay(an_overlay("lifted", customer="zed", until=NOON + HOUR))
    store.lay(an_overlay("later", until=NOON + 3 * HOUR))
    store.lay(an_overlay("open"))
    store.lift("zed", SUSPENSION, laid_by=NOON, by="grace", at=NOON + HOUR / 2)

    assert ids(store.over(since=NOON, until=NOON + HOUR)) == ["ends"]
    assert ids(store.over(since=NOON + HOUR, until=NOON + 2 * HOUR)) == []
    assert ids(store.over(since=NOON, until=NOON + 9 * HOUR)) == ["ends", "later"]


def test_reasons_that_name_a_person_are_forgotten(store: OverlayStore) -> None:
    store.lay(an_overlay("one", reason="As Zoë Quux asked"))
    store.lay(an_overlay("two", reason="Fraud", since=NOON + HOUR))

    assert store.forget_person(["Zoë Quux", "zoe@quux.example"]) == 1
    assert store.forget_person(["Zoë Quux"]) == 0

    found = store.in_force(NOON + HOUR)
    assert [one.reason for one in found] == ["erased with a person", "Fraud"]
