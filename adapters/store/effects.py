"""The outbox in SQL; what records effects beside something else does so in the transaction of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from adapters.store.database import Database
from adapters.store.inserting import insert_new
from adapters.store.naming import may_name, naming
from adapters.store.tables import RESTORED, marks, outbox
from engine.persons import FORGOTTEN
from engine.ports.effects import LONGEST_DELAY, Effect, EffectState
from engine.sealed import wiped

_CLAIM = timedelta(seconds=60)
_UNSENT = (EffectState.PENDING, EffectState.SENDING)
_STUCK = (EffectState.PENDING, EffectState.FAILED)
_FIELDS = tuple(field.name for field in fields(Effect))


class SqlEffects:
    """The ``Effects`` port on SQLAlchemy; instants are kept to the millisecond."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database

    def record(self, effects: Sequence[Effect]) -> None:
        """Record effects that belong to no move of an operation; those known by id stay as they are."""
        with self._database.writing() as connection:
            record(connection, effects)

    def claim_due(self, *, now: datetime, limit: int) -> Sequence[Effect]:
        """Claim effects to send: pending (or sending and abandoned) and due, the oldest per recipient only.

        A claim counts as an attempt and lasts 60 seconds.
        """
        with self._database.writing() as connection:
            if is_held(connection):
                return ()
            claimed = connection.scalars(due_effects_query(now=now, limit=limit)).all()
            is_claimed = outbox.c.seq.in_(claimed)
            connection.execute(update(outbox).where(is_claimed).values(_claim(now)))
            query = select(outbox).where(outbox.c.seq.in_(claimed)).order_by(outbox.c.seq)
            return tuple(map(_effect, connection.execute(query).mappings()))

    def claim(self, effect: str, *, now: datetime) -> Effect | None:
        """Claim one effect whether it is due or not; None unless it is pending."""
        is_pending = and_(outbox.c.id == effect, outbox.c.state == EffectState.PENDING)
        with self._database.writing() as connection:
            if is_held(connection):
                return None
            if (
                connection.execute(update(outbox).where(is_pending).values(_claim(now))).rowcount
                != 1
            ):
                return None
            claimed = connection.execute(select(outbox).where(outbox.c.id == effect))
            return _effect(claimed.mappings().one())

    def settle(
        self,
        claimed: Effect,
        *,
        state: EffectState,
        at: datetime,
        next_try_at: datetime | None = None,
        error: str = "",
    ) -> None:
        """Record how sending went; PENDING with ``next_try_at`` asks for another try.

        The late answer of a try that was abandoned changes nothing, also while the next one is under way. What is sent or
        given up keeps nothing that was sealed in its payload.
        """
        settled = {"state": state, "settled_at": at, "next_try_at": next_try_at, "error": error}
        is_ours = and_(outbox.c.id == claimed.id, outbox.c.attempts == claimed.attempts)
        is_sending = and_(is_ours, outbox.c.state == EffectState.SENDING)
        with self._database.writing() as connection:
            if state in (EffectState.SENT, EffectState.FAILED):
                held = connection.scalar(select(outbox.c.payload).where(is_sending))
                settled |= {} if held is None else {"payload": wiped(held)}
            connection.execute(update(outbox).where(is_sending).values(settled))

    def get(self, effect: str) -> Effect | None:
        """Give an effect by id."""
        with self._database.reading() as connection:
            found = connection.execute(select(outbox).where(outbox.c.id == effect))
            row = found.mappings().one_or_none()
            return None if row is None else _effect(row)

    def in_states(self, states: Iterable[EffectState], *, limit: int) -> Sequence[Effect]:
        """List effects in these states, the newest first."""
        query = select(outbox).where(outbox.c.state.in_(tuple(states)))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(outbox.c.seq.desc()).limit(limit))
            return tuple(map(_effect, rows.mappings()))

    def retry(self, effect: str) -> bool:
        """Let an effect that waits or was given up be sent as soon as it is its turn; False if it is neither."""
        values = {"state": EffectState.PENDING, "next_try_at": None, "settled_at": None}
        with self._database.writing() as connection:
            moved = connection.execute(update(outbox).where(_is_stuck(effect)).values(values))
            return moved.rowcount == 1

    def drop(self, effect: str, *, at: datetime, why: str) -> bool:
        """Let an effect that waits or was given up never be sent; False if it is neither."""
        values = {"state": EffectState.DROPPED, "settled_at": at, "error": why}
        with self._database.writing() as connection:
            held = connection.scalar(select(outbox.c.payload).where(_is_stuck(effect)))
            if held is None:
                return False
            left = {**values, "payload": wiped(held)}
            connection.execute(update(outbox).where(_is_stuck(effect)).values(left))
            return True

    def count(self) -> Mapping[EffectState, int]:
        """How many effects stand in each state."""
        query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        with self._database.reading() as connection:
            counts = {EffectState(state): count for state, count in connection.execute(query)}
        return {state: counts.get(state, 0) for state in EffectState}

    def oldest_unsent(self) -> datetime | None:
        """Tell when the oldest effect was recorded that did not leave yet and was not given up."""
        oldest = select(func.min(outbox.c.created_at)).where(outbox.c.state.in_(_UNSENT))
        with self._database.reading() as connection:
            found: datetime | None = connection.scalar(oldest)
            return found

    def forget(self, *, before: datetime, limit: int) -> int:
        """Forget effects that were sent or given up before an instant, ``limit`` at most; gives how many."""
        is_old = and_(outbox.c.state.not_in(_UNSENT), outbox.c.settled_at < before)
        oldest = select(outbox.c.seq).where(is_old).order_by(outbox.c.seq).limit(limit)
        with self._database.writing() as connection:
            found = connection.scalars(oldest).all()
            connection.execute(delete(outbox).where(outbox.c.seq.in_(found)))
        return len(found)


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


def record(connection: Connection, effects: Sequence[Effect]) -> None:
    """Record effects; those known by id stay as they are."""
    rows = [{name: getattr(effect, name) for name in _FIELDS} for effect in effects]
    for row in rows:  # one by one, so that the order of sending is the order given
        insert_new(connection, outbox, [row], key="id")


def is_held(connection: Connection) -> bool:
    """Whether no effect may leave, because the store was restored and not yet reconciled."""
    held = select(marks.c.value).where(marks.c.key == RESTORED)
    return connection.scalar(held) is not None


def let_go(connection: Connection) -> None:
    """Hold back no effect any more; what waited or was being sent counts as tried."""
    tried = {
        "state": EffectState.PENDING,
        "claimed_at": None,
        "attempts": case((outbox.c.attempts < 1, 1), else_=outbox.c.attempts),
    }
    connection.execute(update(outbox).where(outbox.c.state.in_(_UNSENT)).values(tried))
    connection.execute(delete(marks).where(marks.c.key == RESTORED))


def forget_person(connection: Connection, words: Sequence[str], *, at: datetime) -> int:
    """Drop what messages say where a word stands in it, and to whom, and send none of them any more; gives how many did."""
    is_still = outbox.c.state != EffectState.SENDING
    said = [outbox.c.payload, outbox.c.recipient]
    asked = select(outbox.c.id, *said).where(is_still, may_name(words, said))
    found = connection.execute(asked).all()
    theirs = outbox.c.id.in_(naming(words, found))
    unsent = and_(theirs, outbox.c.state.in_(_STUCK))
    dropped = {"state": EffectState.DROPPED, "settled_at": at, "error": FORGOTTEN}
    connection.execute(update(outbox).where(unsent).values(dropped))
    to_them = outbox.c.id.in_(naming(words, [(row.id, row.recipient) for row in found]))
    connection.execute(update(outbox).where(to_them).values(recipient=FORGOTTEN))
    return connection.execute(update(outbox).where(theirs).values(payload={})).rowcount


def _claim(now: datetime) -> dict[str, object]:
    return {
        "state": EffectState.SENDING,
        "claimed_at": now,
        "attempts": outbox.c.attempts + 1,
    }


def _is_stuck(effect: str) -> ColumnElement[bool]:
    """Whether it waits or was given up; one that is being sent right now is neither."""
    return and_(outbox.c.id == effect, outbox.c.state.in_(_STUCK))


def _effect(row: RowMapping) -> Effect:
    values = {name: row[outbox.c[name]] for name in _FIELDS}
    return Effect(**{**values, "state": EffectState(values["state"])})
