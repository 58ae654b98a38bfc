"""Operations and their effects in SQL: one transaction for each question, safe for several processes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    Subquery,
    Text,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)

from adapters.store.engines import PATIENCE_MS, leave_nothing_behind, reading, writing
from adapters.store.inserting import insert_new, put
from adapters.store.receiving import Door
from adapters.store.tables import RESTORED, adoptions, events, heads, marks, operations, outbox
from engine.errors import Unavailable
from engine.persons import FORGOTTEN, as_remembered, names_any
from engine.ports.ids import OperationId
from engine.ports.operations import (
    FINAL_STATES,
    LONGEST_DELAY,
    Adoption,
    Effect,
    EffectState,
    Operation,
    OperationState,
)
from engine.ports.repository import CommitId
from engine.sealed import wiped

# A server lets many write at once; more than its connections would only wait there.
_WRITERS = 15
DEMO_REMOTE = "demo_remote"
"""Under which mark a demo's store names the one remote it is the demo of."""

_TOLD = "told:"
"""What the key of a mark begins with that says how a matter stood when people were told of it last."""

_CLAIM = timedelta(seconds=60)
_NEXT = timedelta(milliseconds=1)
_UNSENT = (EffectState.PENDING, EffectState.SENDING)
_SAID = tuple(
    operations.c[name] for name in ("digest", "plan", "before", "after", "reply", "proposal")
)
_FIXED = frozenset({"id", "delivery", "received_at", "updated_at", "state"})
_CHANGEABLE = frozenset(field.name for field in fields(Operation)) - _FIXED
_EFFECT_FIELDS = tuple(field.name for field in fields(Effect))


class SqlOperationStore:
    """The ``OperationStore`` port on SQLAlchemy; instants are kept to the millisecond."""

    def __init__(self, engine: Engine) -> None:
        """Work on a database that has our tables."""
        self._engine = engine
        is_sqlite = engine.dialect.name == "sqlite"
        self._turn = threading.Lock() if is_sqlite else threading.Semaphore(_WRITERS)
        self._door = Door(self._writing)

    @contextmanager
    def _writing(self, patience_ms: int = PATIENCE_MS) -> Iterator[Connection]:
        """Write when it is this thread's turn.

        On SQLite the threads of a process wait for each other here and not at SQLite, which only looks again now and then: under
        load somebody would always be overtaken until the patience is over.
        """
        since = monotonic()
        if not self._turn.acquire(timeout=patience_ms / 1000):
            raise Unavailable("the store", "busy, try again")
        try:
            left_ms = patience_ms - round((monotonic() - since) * 1000)
            with writing(self._engine, patience_ms=max(left_ms, 1)) as connection:
                yield connection
        finally:
            self._turn.release()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def receive(self, operation: Operation) -> tuple[Operation, bool]:
        """Record a new operation; if its ``delivery`` is known, give the one recorded first and False.

        Raises:
            Unavailable: the store stayed busy for a second.
        """
        return self._door.receive(operation)

    def get(self, operation: OperationId) -> Operation | None:
        """Give an operation by id."""
        with reading(self._engine) as connection:
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
            with self._writing() as connection:
                moved = connection.execute(
                    update(operations)
                    .where(operations.c.id == operation, operations.c.state.in_(tuple(expect)))
                    .values(state=to, updated_at=at, **changes)
                )
                if moved.rowcount != 1:
                    return None
                if to in FINAL_STATES:
                    _wipe(connection, operation)
                _record(connection, effects)
                wanted = _one(connection, operation)
        except Unavailable:
            # A commit whose answer got lost may have been taken: what is there tells.
            if wanted is None or not self._is_there(wanted, effects):
                raise
        return wanted

    def _is_there(self, moved: Operation, effects: Sequence[Effect]) -> bool:
        recorded = all(self.effect(one.id) is not None for one in effects)
        return recorded and self.get(moved.id) == moved

    def record_effects(self, effects: Sequence[Effect]) -> None:
        """Record effects that belong to no move of an operation; those known by id stay as they are."""
        with self._writing() as connection:
            _record(connection, effects)

    def recent(
        self, *, actor: str | None, limit: int, command: str | None = None
    ) -> Sequence[Operation]:
        """Newest operations first, of everybody or of one person, of any command or of one."""
        query = select(operations).order_by(operations.c.received_at.desc(), operations.c.id.desc())
        if actor is not None:
            query = query.where(operations.c.actor == actor)
        if command is not None:
            query = query.where(operations.c.command == command)
        with reading(self._engine) as connection:
            return tuple(map(_operation, connection.execute(query.limit(limit))))

    def unfinished(self, states: Iterable[OperationState]) -> Sequence[Operation]:
        """Operations in these states, oldest first."""
        query = select(operations).where(operations.c.state.in_(tuple(states)))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(operations.c.received_at, operations.c.id))
            return tuple(map(_operation, rows))

    def due_effects(self, *, now: datetime, limit: int) -> Sequence[Effect]:
        """Claim effects to send: pending (or sending and abandoned) and due, the oldest per recipient only.

        A claim counts as an attempt and lasts 60 seconds.
        """
        with self._writing() as connection:
            if _is_held(connection):
                return ()
            claimed = connection.scalars(due_effects_query(now=now, limit=limit)).all()
            claim = {
                "state": EffectState.SENDING,
                "claimed_at": now,
                "attempts": outbox.c.attempts + 1,
            }
            connection.execute(update(outbox).where(outbox.c.seq.in_(claimed)).values(claim))
            query = select(outbox).where(outbox.c.seq.in_(claimed)).order_by(outbox.c.seq)
            return tuple(map(_effect, connection.execute(query)))

    def settle_effect(
        self,
        effect: str,
        *,
        state: EffectState,
        at: datetime,
        next_try_at: datetime | None = None,
        error: str = "",
    ) -> None:
        """Record how sending went; PENDING with ``next_try_at`` asks for another try.

        Only an effect that is being sent is settled: the late answer of an abandoned try changes nothing. One that is
        sent or given up keeps nothing that was sealed in its payload.
        """
        settled = {"state": state, "settled_at": at, "next_try_at": next_try_at, "error": error}
        is_sending = and_(outbox.c.id == effect, outbox.c.state == EffectState.SENDING)
        with self._writing() as connection:
            if state in (EffectState.SENT, EffectState.FAILED):
                held = connection.scalar(select(outbox.c.payload).where(is_sending))
                settled |= {} if held is None else {"payload": wiped(held)}
            connection.execute(update(outbox).where(is_sending).values(settled))

    def claim_effect(self, effect: str, *, now: datetime) -> Effect | None:
        """Claim one effect whether it is due or not; None unless it is pending."""
        is_pending = and_(outbox.c.id == effect, outbox.c.state == EffectState.PENDING)
        claim = {
            "state": EffectState.SENDING,
            "claimed_at": now,
            "attempts": outbox.c.attempts + 1,
        }
        with self._writing() as connection:
            if _is_held(connection):
                return None
            if connection.execute(update(outbox).where(is_pending).values(claim)).rowcount != 1:
                return None
            return _effect(connection.execute(select(outbox).where(outbox.c.id == effect)).one())

    def effects(self, states: Iterable[EffectState], *, limit: int) -> Sequence[Effect]:
        """List effects in these states, the newest first."""
        query = select(outbox).where(outbox.c.state.in_(tuple(states)))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(outbox.c.seq.desc()).limit(limit))
            return tuple(map(_effect, rows))

    def effect(self, effect: str) -> Effect | None:
        """Give an effect by id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(outbox).where(outbox.c.id == effect)).one_or_none()
            return None if row is None else _effect(row)

    def retry_effect(self, effect: str) -> bool:
        """Let an effect that waits or was given up be sent as soon as it is its turn; False if it is neither."""
        values = {"state": EffectState.PENDING, "next_try_at": None, "settled_at": None}
        with self._writing() as connection:
            moved = connection.execute(update(outbox).where(_is_stuck(effect)).values(values))
            return moved.rowcount == 1

    def drop_effect(self, effect: str, *, at: datetime, why: str) -> bool:
        """Let an effect that waits or was given up never be sent; False if it is neither."""
        values = {"state": EffectState.DROPPED, "settled_at": at, "error": why}
        with self._writing() as connection:
            held = connection.scalar(select(outbox.c.payload).where(_is_stuck(effect)))
            if held is None:
                return False
            left = {**values, "payload": wiped(held)}
            connection.execute(update(outbox).where(_is_stuck(effect)).values(left))
            return True

    def awaits_reconciling(self) -> bool:
        """Whether this store was restored from a backup and not yet reconciled: until then it gives no effect to send."""
        with reading(self._engine) as connection:
            return _is_held(connection)

    def reconcile(self, landed: Sequence[Operation], *, at: datetime) -> None:
        """Record what the remote knows and a restored store does not, and let effects go again, in one transaction.

        An operation of ``landed`` that is not known is recorded as it is; one that is known ends as done with its commit. What
        waited to be sent may have left already: it counts as tried, so that its sender looks before it sends.
        """
        tried = {
            "state": EffectState.PENDING,
            "claimed_at": None,
            "attempts": case((outbox.c.attempts < 1, 1), else_=outbox.c.attempts),
        }
        with self._writing() as connection:
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
            connection.execute(update(outbox).where(outbox.c.state.in_(_UNSENT)).values(tried))
            connection.execute(delete(marks).where(marks.c.key == RESTORED))

    def count_effects(self) -> Mapping[EffectState, int]:
        """How many effects stand in each state."""
        query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        with reading(self._engine) as connection:
            counts = {EffectState(state): count for state, count in connection.execute(query)}
        return {state: counts.get(state, 0) for state in EffectState}

    def purge(self, *, before: datetime, limit: int) -> int:
        """Drop what operations said that ended before an instant, ``limit`` at most; that they happened stays."""
        says_something = or_(
            operations.c.args != {},
            operations.c.drawn != {},
            *(column.is_not(None) for column in _SAID),
        )
        is_over = and_(operations.c.state.in_(FINAL_STATES), operations.c.updated_at < before)
        old = select(operations.c.id, operations.c.origin).where(is_over, says_something)
        with self._writing() as connection:
            found = connection.execute(old.limit(limit)).all()
            for name, origin in found:
                left: dict[str, Any] = {"args": {}, "drawn": {}, "origin": _who_asked(origin)}
                left |= dict.fromkeys(column.key for column in _SAID)
                connection.execute(update(operations).where(operations.c.id == name).values(left))
        return len(found)

    def forget_person(self, words: Sequence[str], *, by: str) -> int:
        """Drop what ended operations and sent messages say where any of ``words`` stands in it; gives how many did."""
        is_landed = and_(
            operations.c.command == by,
            operations.c.commit.is_not(None),
            operations.c.state != OperationState.PROPOSED,
        )
        may_forget = or_(operations.c.state.in_(FINAL_STATES), is_landed)
        said = [operations.c.args, operations.c.drawn, operations.c.plan, operations.c.reply]
        sent = and_(outbox.c.state.not_in(_UNSENT), _may_name(words, [outbox.c.payload]))
        to_them = and_(outbox.c.state.not_in(_UNSENT), _may_name(words, [outbox.c.recipient]))
        # A proposal says nothing of the person, and it is how an operation that landed is known.
        keys = [column.key for column in _SAID if column.key != "proposal"]
        nothing: dict[str, Any] = {"drawn": {}, **dict.fromkeys(keys)}
        with self._writing() as connection:
            asked = select(operations.c.id, *said).where(may_forget, _may_name(words, said))
            found = _naming(words, connection.execute(asked))
            connection.execute(update(operations).where(operations.c.id.in_(found)).values(nothing))
            others = and_(operations.c.id.in_(found), operations.c.command != by)
            connection.execute(update(operations).where(others).values(args={}))
            told = _naming(
                words, connection.execute(select(outbox.c.id, outbox.c.payload).where(sent))
            )
            connection.execute(update(outbox).where(outbox.c.id.in_(told)).values(payload={}))
            connection.execute(update(outbox).where(to_them).values(recipient=FORGOTTEN))
        leave_nothing_behind(self._engine)
        return len(found) + len(told)

    def forget_effects(self, *, before: datetime, limit: int) -> int:
        """Forget effects that were sent or given up before an instant, ``limit`` at most; gives how many."""
        is_old = and_(outbox.c.state.not_in(_UNSENT), outbox.c.settled_at < before)
        oldest = select(outbox.c.seq).where(is_old).order_by(outbox.c.seq).limit(limit)
        with self._writing() as connection:
            found = connection.scalars(oldest).all()
            connection.execute(delete(outbox).where(outbox.c.seq.in_(found)))
        return len(found)

    def take_event(self, event: str, *, at: datetime) -> bool:
        """Remember an event by its id; False if it was taken before."""
        with self._writing() as connection:
            return insert_new(connection, events, [{"id": event, "taken_at": at}], key="id") == 1

    def forget_events(self, *, before: datetime, limit: int) -> int:
        """Forget events that were taken before an instant, ``limit`` at most; gives how many."""
        old = select(events.c.id).where(events.c.taken_at < before).limit(limit)
        with self._writing() as connection:
            found = connection.scalars(old).all()
            connection.execute(delete(events).where(events.c.id.in_(found)))
        return len(found)

    def oldest_unsent(self) -> datetime | None:
        """Tell when the oldest effect was recorded that did not leave yet and was not given up."""
        oldest = select(func.min(outbox.c.created_at)).where(outbox.c.state.in_(_UNSENT))
        with reading(self._engine) as connection:
            found: datetime | None = connection.scalar(oldest)
            return found

    def accept_head(self, commit: CommitId, *, at: datetime) -> bool:
        """Record that a commit became the head we go by; False if it was recorded before."""
        with self._writing() as connection:
            row = {"sha": commit, "accepted_at": at}
            return insert_new(connection, heads, [row], key="sha") == 1

    def head_in_force(self, instant: datetime) -> CommitId | None:
        """Give the head accepted or adopted last at or before an instant."""
        taken = _taken_heads()
        latest = (
            select(taken.c.sha)
            .where(taken.c.at <= instant)
            .order_by(taken.c.at.desc(), taken.c.sha)
            .limit(1)
        )
        with reading(self._engine) as connection:
            found = connection.execute(latest).scalar_one_or_none()
            return None if found is None else CommitId(found)

    def adopt(self, adoption: Adoption) -> None:
        """Record an adoption behind every head taken before it; one that is known by its operation stays as it is."""
        with self._writing() as connection:
            latest = connection.scalar(select(func.max(_taken_heads().c.at)))
            # A clock that was set back must not leave the lost head the newest.
            at = adoption.at if latest is None else max(adoption.at, latest + _NEXT)
            row = {
                "operation": adoption.operation,
                "old": adoption.old,
                "new": adoption.new,
                "by": adoption.by,
                "at": at,
            }
            insert_new(connection, adoptions, [row], key="operation")

    def last_told(self, about: str) -> str:
        """Give how a matter stood when people were told of it last; empty if they never were, or that it is over."""
        return self.mark(_TOLD + about) or ""

    def tell(self, about: str, *, was: str, now: str, effects: Sequence[Effect]) -> bool:
        """Record how a matter stands now with what tells it; False unless ``was`` is how it stood when it was told last."""
        row = {"key": _TOLD + about, "value": now}
        with self._writing() as connection:
            insert_new(connection, marks, [{**row, "value": ""}], key="key")
            is_as_told = and_(marks.c.key == row["key"], marks.c.value == was)
            if connection.execute(update(marks).where(is_as_told).values(value=now)).rowcount != 1:
                return False
            _record(connection, effects)
            return True

    def is_demo(self, *, of: str = "") -> bool:
        """Whether this store was marked as a demo when it was created; with ``of``, as the demo of that remote."""
        return self.mark("demo") == "1" and (not of or self.mark(DEMO_REMOTE) == of)

    def mark(self, key: str) -> str | None:
        """Give what was last marked under ``key``."""
        with reading(self._engine) as connection:
            return connection.scalar(select(marks.c.value).where(marks.c.key == key))

    def set_mark(self, key: str, value: str) -> None:
        """Remember ``value`` under ``key``."""
        with self._writing() as connection:
            put(connection, marks, {"key": key, "value": value})


def due_effects_query(*, now: datetime, limit: int) -> Select[tuple[int]]:
    """Ask for the ``seq`` of the effects that may be claimed; on PostgreSQL it locks them."""
    oldest = select(func.min(outbox.c.seq)).where(outbox.c.state.in_(_UNSENT))
    # Beyond what anybody is asked to wait for lies only what a clock wrote that was set back since.
    tries, claims = outbox.c.next_try_at, outbox.c.claimed_at
    is_time = or_(tries.is_(None), tries <= now, tries > now + LONGEST_DELAY)
    is_pending = and_(outbox.c.state == EffectState.PENDING, is_time)
    is_left = or_(claims <= now - _CLAIM, claims > now + LONGEST_DELAY)
    is_abandoned = and_(outbox.c.state == EffectState.SENDING, is_left)
    return (
        select(outbox.c.seq)
        .where(outbox.c.seq.in_(oldest.group_by(outbox.c.recipient)), or_(is_pending, is_abandoned))
        .order_by(outbox.c.seq)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def _is_stuck(effect: str) -> ColumnElement[bool]:
    """Whether it waits or was given up; one that is being sent right now is neither."""
    stuck = (EffectState.PENDING, EffectState.FAILED)
    return and_(outbox.c.id == effect, outbox.c.state.in_(stuck))


def _may_name(words: Sequence[str], columns: Sequence[Column[Any]]) -> ColumnElement[bool]:
    """Ask for rows in whose text a word stands; JSON is looked at as the text it is kept as."""
    texts = [type_coerce(column, Text) for column in columns]
    return or_(
        *(text.contains(as_remembered(word), autoescape=True) for word in words for text in texts)
    )


def _naming(words: Sequence[str], rows: Iterable[Row[Any]]) -> list[str]:
    """Give the ids, which stand first, of the rows that do name somebody."""
    return [row[0] for row in rows if names_any(words, list(row[1:]))]


def _is_held(connection: Connection) -> bool:
    held = select(marks.c.value).where(marks.c.key == RESTORED)
    return connection.scalar(held) is not None


def _who_asked(origin: Mapping[str, object]) -> dict[str, object]:
    return {key: origin[key] for key in ("front_end", "identity") if key in origin}


def _taken_heads() -> Subquery:
    """Every head that was taken as the config, and when: accepted as it grew, or adopted."""
    accepted = select(heads.c.sha, heads.c.accepted_at.label("at"))
    return union_all(accepted, select(adoptions.c.new, adoptions.c.at)).subquery()


def _record(connection: Connection, effects: Sequence[Effect]) -> None:
    rows = [{name: getattr(effect, name) for name in _EFFECT_FIELDS} for effect in effects]
    for row in rows:  # one by one, so that the order of sending is the order given
        insert_new(connection, outbox, [row], key="id")


def _wipe(connection: Connection, operation: OperationId) -> None:
    """Leave nothing that was sealed for an operation; most have no secrets and are not written again."""
    columns = (operations.c.args, operations.c.drawn)
    row = connection.execute(select(*columns).where(operations.c.id == operation)).one()
    held = {"args": row[0], "drawn": row[1]}
    left: dict[str, Any] = wiped(held)
    if left != held:
        connection.execute(update(operations).where(operations.c.id == operation).values(left))


def _one(connection: Connection, operation: OperationId) -> Operation | None:
    row = connection.execute(select(operations).where(operations.c.id == operation)).one_or_none()
    return None if row is None else _operation(row)


def _operation(row: Row[Any]) -> Operation:
    values = {field.name: row._mapping[operations.c[field.name]] for field in fields(Operation)}
    return Operation(**{**values, "state": OperationState(values["state"])})


def _effect(row: Row[Any]) -> Effect:
    values = {name: row._mapping[outbox.c[name]] for name in _EFFECT_FIELDS}
    return Effect(**{**values, "state": EffectState(values["state"])})
