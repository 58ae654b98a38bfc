"""Time and ids that a test decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from adapters.memory.clock import CountingIds, FrozenClock

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_the_clock_stands_until_it_is_advanced() -> None:
    clock = FrozenClock(NOON)

    assert [clock.now(), clock.now()] == [NOON, NOON]
    assert clock.advance(1.5) == NOON + timedelta(seconds=1.5)
    assert clock.now() == NOON + timedelta(seconds=1.5)


def test_ids_count_from_one_and_sort_as_they_were_given() -> None:
    ids = CountingIds()
    given = [ids.operation() for _ in range(11)]

    assert given[0] == "op-00000000000000000000000001"
    assert given == sorted(given)


def test_no_two_threads_get_the_same_id() -> None:
    ids = CountingIds()

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: ids.operation(), range(200)))

    assert len(set(given)) == 200
