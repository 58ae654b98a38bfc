"""The in-memory twin of the operations."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from adapters.memory.effects import MemoryEffects
from adapters.memory.kept import as_stored
from engine.persons import names_any
from engine.ports.effects import Effect
from engine.ports.ids import OperationId
from engine.ports.operations import FINAL_STATES, Operation, OperationState
from engine.sealed import wiped

_FIXED = frozenset({"id", "delivery", "received_at", "updated_at", "state"})
_CHANGEABLE = frozenset(field.name for field in fields(Operation)) - _FIXED


class MemoryOperations:
    """The ``Operations`` port for one process; instants are kept to the millisecond, as in SQL."""

    def __init__(self, effects: MemoryEffects, lock: threading.RLock) -> None:
        """Start empty; ``lock`` is that of the whole store."""
        self._effects = effects
        self._lock = lock
        self._operations: dict[OperationId, Operation] = {}
        self._deliveries: dict[str, OperationId] = {}

    def receive(self, operation: Operation) -> tuple[Operation, bool]:
        """Record a new operation; if its ``delivery`` is known, give the one recorded first and False."""
        with self._lock:
            known = self._deliveries.get(operation.delivery)
            if known is not None:
                return self._operations[known], False
            if operation.id in self._operations:
                raise ValueError(f"two deliveries of one operation {operation.id}")
            self._deliveries[operation.delivery] = operation.id
            self._operations[operation.id] = as_stored(operation)
            return self._operations[operation.id], True

    def get(self, operation: OperationId) -> Operation | None:
        """Give an operation by id."""
        with self._lock:
            return self._operations.get(operation)

    def move(
        self,
        operation: OperationId,
        *,
        expect: Iterable[OperationState],
        to: OperationState,
        at: datetime,
        effects: Sequence[Effect] = (),
        **changes: Any,
    ) -> Operation | None:
        """Move an operation from one of ``expect`` to ``to`` with field ``changes`` and ``effects``, or not at all."""
        if unknown := changes.keys() - _CHANGEABLE:
            raise TypeError(f"an operation cannot change {sorted(unknown)}")
        with self._lock:
            present = self._operations.get(operation)
            if present is None or present.state not in tuple(expect):
                return None
            moved = as_stored(replace(present, state=to, updated_at=at, **changes))
            if to in FINAL_STATES:
                moved = replace(moved, args=wiped(moved.args), drawn=wiped(moved.drawn))
            self._operations[operation] = moved
            self._effects.record(effects)
            return moved

    def recent(
        self, *, actor: str | None, limit: int, command: str | None = None
    ) -> Sequence[Operation]:
        """Newest operations first, of everybody or of one person, of any command or of one."""
        with self._lock:
            wanted = [
                one
                for one in self._operations.values()
                if actor in (None, one.actor) and command in (None, one.command)
            ]
        return tuple(sorted(wanted, key=_age, reverse=True)[:limit])

    def unfinished(self, states: Iterable[OperationState]) -> Sequence[Operation]:
        """Operations in these states, oldest first."""
        wanted = frozenset(states)
        with self._lock:
            found = [one for one in self._operations.values() if one.state in wanted]
        return tuple(sorted(found, key=_age))

    def awaits_reconciling(self) -> bool:
        """Never: what is in memory was not restored."""
        return False

    def reconcile(self, landed: Sequence[Operation], *, at: datetime) -> None:
        """Record what the remote knows; what waited to be sent counts as tried."""
        with self._lock:
            for one in landed:
                known = self._operations.get(one.id)
                if known is None:
                    self.receive(one)
                    continue
                ended = replace(
                    known,
                    state=OperationState.DONE,
                    updated_at=at,
                    commit=one.commit,
                    reply=one.reply,
                    args=wiped(known.args),
                    drawn=wiped(known.drawn),
                )
                self._operations[one.id] = as_stored(ended)
            self._effects.let_go()

    def purge(self, *, before: datetime, limit: int) -> int:
        """Drop what operations said that ended before an instant, ``limit`` at most; that they happened stays."""
        with self._lock:
            old = [
                one
                for one in self._operations.values()
                if one.state in FINAL_STATES and one.updated_at < before and _silent(one) != one
            ][:limit]
            self._operations.update((one.id, _silent(one)) for one in old)
        return len(old)

    def forget_person(self, words: Sequence[str], *, by: str, at: datetime) -> int:
        """Drop what ended operations and messages say where any of ``words`` stands in it; gives how many did."""
        with self._lock:
            named = [
                one
                for one in self._operations.values()
                if (one.state in FINAL_STATES or _has_landed(one, by))
                and names_any(words, (one.args, one.drawn, one.plan, one.reply))
            ]
            for one in named:
                args = one.args if one.command == by else {}
                self._operations[one.id] = replace(
                    _silent(one), args=args, origin=one.origin, proposal=one.proposal
                )
            told = self._effects.forget_person(words, at=at)
        return len(named) + told


def _has_landed(operation: Operation, command: str) -> bool:
    """Whether an operation of this command is committed, though its end is not recorded yet."""
    is_tried = operation.command == command and operation.commit is not None
    return is_tried and operation.state is not OperationState.PROPOSED


def _silent(operation: Operation) -> Operation:
    """Leave of an operation that it happened, and who asked."""
    kept = {
        key: operation.origin[key] for key in ("front_end", "identity") if key in operation.origin
    }
    said: dict[str, Any] = dict.fromkeys(("digest", "plan", "before", "after", "reply", "proposal"))
    return replace(operation, args={}, drawn={}, origin=kept, **said)


def _age(operation: Operation) -> tuple[datetime, str]:
    return (operation.received_at, operation.id)
