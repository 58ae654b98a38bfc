"""Requests that come at once share a transaction; none is lost by it, and none takes another with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from adapters.store.engines import open_engine, parsed_url, writing
from adapters.store.opening import open_store
from adapters.store.receiving import Door, Taken
from adapters.store.tables import operations
from engine.errors import Unavailable
from engine.ports.operations import Operation
from tests.contract.records import an_operation
from tests.stores import store_in


class Counter:
    """A door whose transactions are counted; the first of them waits until it is let through."""

    def __init__(self, folder: Path) -> None:
        open_store(store_in(folder), create=True).close()
        self.engine = open_engine(parsed_url(store_in(folder)))
        self.transactions = 0
        self.begun, self.go = threading.Event(), threading.Event()
        self.broken: Exception | None = None
        self.door = Door(self._writing)

    @contextmanager
    def _writing(self, patience_ms: int) -> Iterator[Connection]:
        self.transactions += 1
        self.begun.set()
        assert self.go.wait(10)
        if self.broken:
            raise self.broken
        with writing(self.engine, patience_ms=patience_ms) as connection:
            yield connection

    def rows(self) -> int:
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(operations)).scalar_one()

    def waiting(self, pool: ThreadPoolExecutor, *asked: Operation) -> list[Future[Taken]]:
        """Hand in one request, and while it is being written all the others."""
        first = pool.submit(self.door.receive, asked[0])
        assert self.begun.wait(5)
        others = [pool.submit(self.door.receive, one) for one in asked[1:]]
        while self.door.waits < len(others):
            self.begun.wait(0.001)
        self.go.set()
        return [first, *others]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.engine.dispose()


def many(count: int) -> list[Operation]:
    return [an_operation(number, delivery=f"d{number}") for number in range(count)]


def test_who_comes_while_another_is_written_shares_the_next_transaction(counter: Counter) -> None:
    with ThreadPoolExecutor(20) as pool:
        taken = [one.result(5) for one in counter.waiting(pool, *many(20))]

    assert [(operation.delivery, new) for operation, new in taken] == [
        (f"d{number}", True) for number in range(20)
    ]
    assert counter.transactions == 2
    assert counter.rows() == 20


def test_one_of_the_same_delivery_in_a_transaction_is_new(counter: Counter) -> None:
    asked = [an_operation(number, delivery="d" if number else "first") for number in range(6)]

    with ThreadPoolExecutor(6) as pool:
        taken = [one.result(5) for one in counter.waiting(pool, *asked)]

    assert sorted(new for _, new in taken[1:]) == [False] * 4 + [True]
    assert len({operation.id for operation, _ in taken[1:]}) == 1
    assert counter.rows() == 2


def test_one_that_cannot_be_written_does_not_take_the_others_with_it(counter: Counter) -> None:
    again = an_operation(0, delivery="another delivery of an id that is taken")

    with ThreadPoolExecutor(6) as pool:
        first, wrong, *others = counter.waiting(pool, many(1)[0], again, *many(5)[1:])
        assert first.result(5)[1]
        with pytest.raises(IntegrityError):
            wrong.result(5)
        assert all(one.result(5)[1] for one in others)
    assert counter.rows() == 5


def test_a_store_that_is_busy_is_told_to_all_who_wait(counter: Counter) -> None:
    counter.broken = Unavailable("the store", "busy, try again")

    with ThreadPoolExecutor(4) as pool:
        for one in counter.waiting(pool, *many(4)):
            with pytest.raises(Unavailable, match="busy, try again"):
                one.result(5)
    assert counter.rows() == 0


def test_a_bug_leaves_nobody_waiting(counter: Counter) -> None:
    counter.broken = ZeroDivisionError("as asked")

    with ThreadPoolExecutor(4) as pool:
        told = [one.exception(5) for one in counter.waiting(pool, *many(4))]

    assert {type(one) for one in told} <= {ZeroDivisionError, Unavailable}
    assert counter.rows() == 0


def test_who_waits_too_long_behind_another_is_told_in_time(counter: Counter) -> None:
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(counter.door.receive, many(1)[0])
        assert counter.begun.wait(5)
        second = pool.submit(counter.door.receive, many(2)[1])
        with pytest.raises(Unavailable, match="busy, try again"):
            second.result(5)
        counter.go.set()
        assert first.result(5)[1]
    assert counter.rows() == 1
