"""What ``Matters``, ``Events`` and ``Marks`` promise, asked of SQLite, of PostgreSQL and of the twin in memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from engine.ports.store import Store
from tests.contract.records import NOON, an_effect, ids


def test_a_matter_is_told_by_whoever_knows_how_it_was_told_last(store: Store) -> None:
    assert store.matters.last_told("faults") == ""

    assert store.matters.tell("faults", was="", now="one", effects=[an_effect("a", operation=None)])
    assert not store.matters.tell(
        "faults", was="", now="two", effects=[an_effect("b", operation=None)]
    )

    assert store.matters.last_told("faults") == "one"
    assert store.matters.last_told("rewrite") == ""
    assert ids(store.effects.claim_due(now=NOON, limit=9)) == ["a"]
    assert store.matters.tell("faults", was="one", now="", effects=[])
    assert store.matters.last_told("faults") == ""


def test_an_event_is_taken_once_until_it_is_forgotten(store: Store) -> None:
    assert store.events.take("slack:Ev1", at=NOON)
    assert not store.events.take("slack:Ev1", at=NOON)
    assert not store.events.take("slack:Ev1", at=NOON + timedelta(hours=1))
    assert store.events.take("slack:Ev2", at=NOON + timedelta(hours=1))

    assert store.events.forget(before=NOON, limit=9) == 0
    assert store.events.forget(before=NOON + timedelta(hours=1), limit=9) == 1
    assert store.events.take("slack:Ev1", at=NOON + timedelta(hours=2))
    assert not store.events.take("slack:Ev2", at=NOON + timedelta(hours=2))


def test_one_of_many_threads_takes_an_event(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: store.events.take("slack:Ev1", at=NOON), range(8)))

    assert taken.count(True) == 1


def test_is_no_demo_unless_made_as_one(store: Store) -> None:
    assert not store.marks.is_demo()
