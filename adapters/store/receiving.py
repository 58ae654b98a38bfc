"""The door of the store: requests that come at once are recorded in one transaction, so that they share its cost.

One durable commit takes longer than writing many rows, and Slack waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from adapters.store.tables import operations
from engine.errors import Unavailable
from engine.ports.operations import Operation, OperationState

# Slack waits 3 s for its ack: a request waits one at most for the batch before its own, and one for its own.
PATIENCE_MS = 1000
_MOST_AT_ONCE = 100

_NAMES = tuple(field.name for field in fields(Operation))
_COLUMNS = tuple(operations.c[name] for name in _NAMES)
# Made once: SQLAlchemy takes longer to word a statement than SQLite to run it.
_KNOWN = select(*_COLUMNS).where(operations.c.delivery.in_(bindparam("deliveries", expanding=True)))
_INSERTS = {
    name: dialect.insert(operations)
    .on_conflict_do_nothing(index_elements=[operations.c.delivery])
    .returning(*_COLUMNS)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}

Writing = Callable[[int], AbstractContextManager[Connection]]
Taken = tuple[Operation, bool]


class _Waiting:
    """A request on its way into the store."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.leads = False
        self.outcome: Taken | Exception | None = None
        # A lock that is let go is the cheapest signal there is, and each request needs one of its own.
        self._signal = threading.Lock()
        self._signal.acquire()

    def call(self) -> None:
        """End the wait: there is an outcome, or a batch to lead."""
        self._signal.release()

    def wait(self, seconds: float = -1) -> bool:
        """Wait to be called; False if nobody called in time."""
        return self._signal.acquire(timeout=seconds)

    def result(self) -> Taken:
        if isinstance(self.outcome, tuple):
            return self.outcome
        raise self.outcome or Unavailable("the store", "stopped, try again")


class Door:
    """Records new operations of many threads; whoever comes first records for all who wait behind."""

    def __init__(self, writing: Writing) -> None:
        """Write in transactions that ``writing`` opens, given how many milliseconds it may wait."""
        self._writing = writing
        self._lock = threading.Lock()
        self._queue: list[_Waiting] = []
        self._is_led = False

    @property
    def waits(self) -> int:
        """How many requests wait for the next transaction."""
        with self._lock:
            return len(self._queue)

    def receive(self, operation: Operation) -> Taken:
        """Record a new operation; if its ``delivery`` is known, give the one recorded first and False.

        Raises:
            Unavailable: the store stayed busy for a second.
        """
        mine = _Waiting(operation)
        with self._lock:
            self._queue.append(mine)
            mine.leads, self._is_led = not self._is_led, True
        if not mine.leads:
            self._await_turn(mine)
        if mine.leads:
            self._lead()
        return mine.result()

    def _await_turn(self, mine: _Waiting) -> None:
        """Wait until recorded, or called to lead; give up in time to say so, unless somebody is at it just now."""
        if mine.wait(PATIENCE_MS / 1000):
            return
        with self._lock:
            if mine in self._queue and not mine.leads:
                self._queue.remove(mine)
                mine.outcome = Unavailable("the store", "busy, try again")
                return
        mine.wait()

    def _lead(self) -> None:
        """Record everybody who waits, this thread's own among them, and call the next one to lead."""
        with self._lock:
            batch, self._queue = self._queue[:_MOST_AT_ONCE], self._queue[_MOST_AT_ONCE:]
        try:
            self._record(batch)
        finally:
            for one in batch:  # also those whom a bug left without an outcome
                one.outcome = one.outcome or Unavailable("the store", "stopped, try again")
                one.call()
            self._call_next()

    def _call_next(self) -> None:
        with self._lock:
            self._is_led = bool(self._queue)
            if self._queue:
                self._queue[0].leads = True
                self._queue[0].call()

    def _record(self, batch: Sequence[_Waiting]) -> None:
        """Find out what becomes of each; one that cannot be written must not take the others with it."""
        asked = [one.operation for one in batch]
        try:
            taken: Sequence[Taken | Exception] = self._inserted(asked)
        except Unavailable as unavailable:
            taken = [unavailable] * len(batch)
        except SQLAlchemyError as error:
            if len(batch) > 1:
                for one in batch:
                    self._record([one])
                return
            taken = [error]
        for one, outcome in zip(batch, taken, strict=True):
            one.outcome = outcome

    def _inserted(self, asked: Sequence[Operation]) -> list[Taken]:
        """Insert; once more if the connection broke, for then nobody knows whether that was before or behind the commit."""
        try:
            return self._insert(asked)
        except Unavailable as unavailable:
            broken = unavailable.__cause__
            if not (isinstance(broken, DBAPIError) and broken.connection_invalidated):
                raise
        return self._insert(asked, again=True)

    def _insert(self, asked: Sequence[Operation], *, again: bool = False) -> list[Taken]:
        first = {one.delivery: one for one in reversed(asked)}
        rows = [{name: getattr(one, name) for name in _NAMES} for one in first.values()]
        with self._writing(PATIENCE_MS) as connection:
            # What is given back was written just now; what is not had been there, perhaps of another process.
            new = _by_delivery(connection.execute(_INSERTS[connection.dialect.name], rows))
            others = [name for name in first if name not in new]
            known = connection.execute(_KNOWN, {"deliveries": others}) if others else ()
            kept = new | _by_delivery(known)
        ours = set(new)
        if again:  # what the first try wrote is known by its id
            ours |= {name for name, one in first.items() if kept[name].id == one.id}
        return [
            (kept[one.delivery], one.delivery in ours and one is first[one.delivery])
            for one in asked
        ]


def _by_delivery(rows: Iterable[Row[Any]]) -> dict[str, Operation]:
    return {operation.delivery: operation for operation in map(_operation, rows)}


def _operation(row: Row[Any]) -> Operation:
    values = dict(zip(_NAMES, row, strict=True))
    return Operation(**{**values, "state": OperationState(values["state"])})
