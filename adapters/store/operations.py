"""Operations in SQL: one transaction for each question, safe for several processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, or_, select, update

from adapters.store.database import Database
from adapters.store.effects import SqlEffects, forget_person, is_held, let_go, record
from adapters.store.inserting import insert_new
from adapters.store.naming import may_name, naming
from adapters.store.receiving import Door
from adapters.store.tables import operations
from engine.errors import Unavailable
from engine.ports.effects import Effect
from engine.ports.ids import OperationId
from engine.ports.operations import FINAL_STATES, Operation, OperationState
from engine.sealed import wiped

_SAID = tuple(
    operations.c[name] for name in ("digest", "plan", "before", "after", "reply", "proposal")
)
_FIXED = frozenset({"id", "delivery", "received_at", "updated_at", "state"})
_CHANGEABLE = frozenset(field.name for field in fields(Operation)) - _FIXED


class SqlOperations:
    """The ``Operations`` port on SQLAlchemy; instants are kept to the millisecond."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database
        self._effects = SqlEffects(database)
        self._door = Door(database.writing)

    def receive(self, operation: Operation) -> tuple[Operation, bool]:
        """Record a new operation; if its ``delivery`` is known, give the one recorded first and False.

        Raises:
            Unavailable: the store stayed busy for a second.
        """
        return self._door.receive(operation)

    def get(self, operation: OperationId) -> Operation | None:
        """Give an operation by id."""
        with self._database.reading() as connection:
            return _one(connection, operation)

    def move(
        self,
        operation: OperationId,
        *,
        expect: Iterable[OperationState],
        to: OperationState,
        at: datetime,
        effects: Sequence[Effect] = (),
        **changes: object,
    ) -> Operation | None:
        """Move an operation from one of ``expect`` to ``to`` with field ``changes`` and ``effects``, in one transaction.

        Gives the moved operation, or None if it was in no expected state. An effect recorded before stays as it is. An
        operation that ends keeps nothing that was sealed in its arguments or in what was drawn for it.
        """
        if unknown := changes.keys() - _CHANGEABLE:
            raise TypeError(f"an operation cannot change {sorted(unknown)}")
        wanted: Operation | None = None
        try:
            with self._database.writing() as connection:
                moved = connection.execute(
                    update(operations)
                    .where(operations.c.id == operation, operations.c.state.in_(tuple(expect)))
                    .values(state=to, updated_at=at, **changes)
                )
                if moved.rowcount != 1:
                    return None
                if to in FINAL_STATES:
                    _wipe(connection, operation)
                record(connection, effects)
                wanted = _one(connection, operation)
        except Unavailable:
            # A commit whose answer got lost may have been taken: what is there tells.
            if wanted is None or not self._is_there(wanted, effects):
                raise
        return wanted

    def _is_there(self, moved: Operation, effects: Sequence[Effect]) -> bool:
        recorded = all(self._effects.get(one.id) is not None for one in effects)
        return recorded and self.get(moved.id) == moved

    def recent(
        self, *, actor: str | None, limit: int, command: str | None = None
    ) -> Sequence[Operation]:
        """Newest operations first, of everybody or of one person, of any command or of one."""
        query = select(operations).order_by(operations.c.received_at.desc(), operations.c.id.desc())
        if actor is not None:
            query = query.where(operations.c.actor == actor)
        if command is not None:
            query = query.where(operations.c.command == command)
        with self._database.reading() as connection:
            return tuple(map(_operation, connection.execute(query.limit(limit)).mappings()))

    def unfinished(self, states: Iterable[OperationState]) -> Sequence[Operation]:
        """Operations in these states, oldest first."""
        query = select(operations).where(operations.c.state.in_(tuple(states)))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(operations.c.received_at, operations.c.id))
            return tuple(map(_operation, rows.mappings()))

    def awaits_reconciling(self) -> bool:
        """Whether this store was restored from a backup and not yet reconciled: until then it gives no effect to send."""
        with self._database.reading() as connection:
            return is_held(connection)

    def reconcile(self, landed: Sequence[Operation], *, at: datetime) -> None:
        """Record what the remote knows and a restored store does not, and let effects go again, in one transaction.

        An operation of ``landed`` that is not known is recorded as it is; one that is known ends as done with its commit. What
        waited to be sent may have left already: it counts as tried, so that its sender looks before it sends.
        """
        with self._database.writing() as connection:
            for one in landed:
                row = {field.name: getattr(one, field.name) for field in fields(Operation)}
                if insert_new(connection, operations, [row], key="id"):
                    continue
                done = {"state": OperationState.DONE, "commit": one.commit, "reply": one.reply}
                known = operations.c.id == one.id
                connection.execute(
                    update(operations).where(known).values({**done, "updated_at": at})
                )
                _wipe(connection, one.id)
            let_go(connection)

    def purge(self, *, before: datetime, limit: int) -> int:
        """Drop what operations said that ended before an instant, ``limit`` at most; that they happened stays."""
        says_something = or_(
            operations.c.args != {},
            operations.c.drawn != {},
            *(column.is_not(None) for column in _SAID),
        )
        is_over = and_(operations.c.state.in_(FINAL_STATES), operations.c.updated_at < before)
        old = select(operations.c.id, operations.c.origin).where(is_over, says_something)
        with self._database.writing() as connection:
            found = connection.execute(old.limit(limit)).all()
            for name, origin in found:
                left: dict[str, Any] = {"args": {}, "drawn": {}, "origin": _who_asked(origin)}
                left |= dict.fromkeys(column.key for column in _SAID)
                connection.execute(update(operations).where(operations.c.id == name).values(left))
        return len(found)

    def forget_person(self, words: Sequence[str], *, by: str, at: datetime) -> int:
        """Drop what ended operations and messages say where any of ``words`` stands in it; gives how many did."""
        is_landed = and_(
            operations.c.command == by,
            operations.c.commit.is_not(None),
            operations.c.state != OperationState.PROPOSED,
        )
        may_forget = or_(operations.c.state.in_(FINAL_STATES), is_landed)
        said = [operations.c.args, operations.c.drawn, operations.c.plan, operations.c.reply]
        # A proposal says nothing of the person, and it is how an operation that landed is known.
        keys = [column.key for column in _SAID if column.key != "proposal"]
        nothing: dict[str, Any] = {"drawn": {}, **dict.fromkeys(keys)}
        with self._database.writing() as connection:
            asked = select(operations.c.id, *said).where(may_forget, may_name(words, said))
            found = naming(words, connection.execute(asked))
            connection.execute(update(operations).where(operations.c.id.in_(found)).values(nothing))
            others = and_(operations.c.id.in_(found), operations.c.command != by)
            connection.execute(update(operations).where(others).values(args={}))
            told = forget_person(connection, words, at=at)
        self._database.leave_nothing_behind()
        return len(found) + told


def _who_asked(origin: Mapping[str, object]) -> dict[str, object]:
    return {key: origin[key] for key in ("front_end", "identity") if key in origin}


def _wipe(connection: Connection, operation: OperationId) -> None:
    """Leave nothing that was sealed for an operation; most have no secrets and are not written again."""
    columns = (operations.c.args, operations.c.drawn)
    row = connection.execute(select(*columns).where(operations.c.id == operation)).one()
    held = {"args": row[0], "drawn": row[1]}
    left: dict[str, Any] = wiped(held)
    if left != held:
        connection.execute(update(operations).where(operations.c.id == operation).values(left))


def _one(connection: Connection, operation: OperationId) -> Operation | None:
    found = connection.execute(select(operations).where(operations.c.id == operation))
    row = found.mappings().one_or_none()
    return None if row is None else _operation(row)


def _operation(row: RowMapping) -> Operation:
    values = {field.name: row[operations.c[field.name]] for field in fields(Operation)}
    return Operation(**{**values, "state": OperationState(values["state"])})
