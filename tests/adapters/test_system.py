"""Time and ids, real and counted."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from adapters.memory.clock import CountingIds, FrozenClock
from adapters.system import SystemClock, SystemIds
from engine.ports.ids import OperationId

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SHAPE = re.compile(r"op-[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}")


def test_the_system_clock_speaks_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_ids_sort_by_the_time_they_were_given() -> None:
    clock = FrozenClock(NOON)
    ids = SystemIds(clock)

    given = []
    for _ in range(100):
        given.append(ids.operation())
        clock.advance(0.001)

    assert given == sorted(given)
    assert all(SHAPE.fullmatch(one) for one in given)


def test_ids_of_one_instant_differ() -> None:
    ids = SystemIds(FrozenClock(NOON))

    assert len({ids.operation() for _ in range(1000)}) == 1000


def test_an_id_tells_its_instant() -> None:
    # 2026-03-02T12:00:00Z is 1772452800000 ms: ten base-32 digits in front.
    given = SystemIds(FrozenClock(NOON)).operation()

    digits = "0123456789abcdefghjkmnpqrstvwxyz"
    assert sum(digits.index(c) * 32 ** (9 - n) for n, c in enumerate(given[3:13])) == 1772452800000


def test_a_frozen_clock_moves_only_when_told() -> None:
    clock = FrozenClock(NOON)

    assert clock.now() == NOON
    assert (
        clock.advance(90.5) == clock.now() == NOON.replace(minute=1, second=30, microsecond=500000)
    )


def test_counting_ids_count() -> None:
    ids = CountingIds()

    assert [ids.operation(), ids.operation()] == [
        OperationId("op-00000000000000000000000001"),
        OperationId("op-00000000000000000000000002"),
    ]
