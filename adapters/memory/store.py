"""The in-memory twin of the store of operations."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from engine.persons import FORGOTTEN, names_any
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

_UNSENT = (EffectState.PENDING, EffectState.SENDING)
_CLAIM = timedelta(seconds=60)
_NEXT = timedelta(milliseconds=1)
_FIXED = frozenset({"id", "delivery", "received_at", "updated_at", "state"})
_CHANGEABLE = frozenset(field.name for field in fields(Operation)) - _FIXED
_Record = TypeVar("_Record", Operation, Effect)


@dataclass(frozen=True, slots=True)
class _Sending:
    effect: Effect
    claimed_at: datetime | None = None
    settled_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether it may be claimed."""
        if self.effect.state is EffectState.SENDING:
            claimed = self.claimed_at
            return claimed is None or not now - _CLAIM < claimed <= now + LONGEST_DELAY
        tries = self.effect.next_try_at
        return tries is None or not now < tries <= now + LONGEST_DELAY


class MemoryOperationStore:
    """The ``OperationStore`` port for one process; instants are kept to the millisecond, as in SQL."""

    def __init__(self, *, demo: bool = False, demo_of: str = "") -> None:
        """Start empty; a demo may be the demo of one remote."""
        self._demo = demo
        self._demo_of = demo_of
        self._operations: dict[OperationId, Operation] = {}
        self._deliveries: dict[str, OperationId] = {}
        self._outbox: dict[str, _Sending] = {}
        self._heads: dict[CommitId, datetime] = {}
        self._adoptions: dict[OperationId, Adoption] = {}
        self._events: dict[str, datetime] = {}
        self._told: dict[str, str] = {}
        self._lock = threading.RLock()

    def receive(self, operation: Operation) -> tuple[Operation, bool]:
        """Record a new operation; if its ``delivery`` is known, give the one recorded first and False."""
        with self._lock:
            known = self._deliveries.get(operation.delivery)
            if known is not None:
                return self._operations[known], False
            if operation.id in self._operations:
                raise ValueError(f"two deliveries of one operation {operation.id}")
            self._deliveries[operation.delivery] = operation.id
            self._operations[operation.id] = _stored(operation)
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
            moved = _stored(replace(present, state=to, updated_at=at, **changes))
            if to in FINAL_STATES:
                moved = replace(moved, args=wiped(moved.args), drawn=wiped(moved.drawn))
            self._operations[operation] = moved
            self.record_effects(effects)
            return moved

    def record_effects(self, effects: Sequence[Effect]) -> None:
        """Record effects that belong to no move of an operation; those known by id stay as they are."""
        with self._lock:
            for effect in effects:
                self._outbox.setdefault(effect.id, _Sending(_stored(effect)))

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

    def due_effects(self, *, now: datetime, limit: int) -> Sequence[Effect]:
        """Claim effects to send: pending (or sending and abandoned) and due, the oldest per recipient only."""
        with self._lock:
            oldest: dict[str, _Sending] = {}
            for sending in self._outbox.values():
                if sending.effect.state in _UNSENT:
                    oldest.setdefault(sending.effect.recipient, sending)
            due = [sending.effect for sending in oldest.values() if sending.is_due(now)][:limit]
            claimed = tuple(
                replace(effect, state=EffectState.SENDING, attempts=effect.attempts + 1)
                for effect in due
            )
            self._outbox.update((effect.id, _Sending(effect, claimed_at=now)) for effect in claimed)
            return claimed

    def settle_effect(
        self,
        effect: str,
        *,
        state: EffectState,
        at: datetime,
        next_try_at: datetime | None = None,
        error: str = "",
    ) -> None:
        """Record how sending went; PENDING with ``next_try_at`` asks for another try."""
        with self._lock:
            sending = self._outbox.get(effect)
            if sending is not None and sending.effect.state is EffectState.SENDING:
                settled = replace(sending.effect, state=state, next_try_at=next_try_at, error=error)
                if state in (EffectState.SENT, EffectState.FAILED):
                    settled = replace(settled, payload=wiped(settled.payload))
                self._outbox[effect] = _Sending(_stored(settled), settled_at=at)

    def claim_effect(self, effect: str, *, now: datetime) -> Effect | None:
        """Claim one effect whether it is due or not; None unless it is pending."""
        with self._lock:
            sending = self._outbox.get(effect)
            if sending is None or sending.effect.state is not EffectState.PENDING:
                return None
            attempts = sending.effect.attempts + 1
            claimed = replace(sending.effect, state=EffectState.SENDING, attempts=attempts)
            self._outbox[effect] = _Sending(claimed, claimed_at=now)
            return claimed

    def effects(self, states: Iterable[EffectState], *, limit: int) -> Sequence[Effect]:
        """List effects in these states, the newest first."""
        wanted = frozenset(states)
        with self._lock:
            found = [one.effect for one in self._outbox.values() if one.effect.state in wanted]
        return tuple(reversed(found))[:limit]

    def effect(self, effect: str) -> Effect | None:
        """Give an effect by id."""
        with self._lock:
            sending = self._outbox.get(effect)
            return sending.effect if sending else None

    def retry_effect(self, effect: str) -> bool:
        """Let an effect that waits or was given up be sent as soon as it is its turn; False if it is neither."""
        with self._lock:
            found = self._stuck(effect)
            if found is None:
                return False
            waits = replace(found, state=EffectState.PENDING, next_try_at=None)
            self._outbox[effect] = _Sending(waits)
            return True

    def drop_effect(self, effect: str, *, at: datetime, why: str) -> bool:
        """Let an effect that waits or was given up never be sent; False if it is neither."""
        with self._lock:
            found = self._stuck(effect)
            if found is None:
                return False
            left = {"state": EffectState.DROPPED, "error": why, "payload": wiped(found.payload)}
            self._outbox[effect] = _Sending(replace(found, **left), settled_at=_kept(at))
            return True

    def _stuck(self, effect: str) -> Effect | None:
        found = self.effect(effect)
        stuck = (EffectState.PENDING, EffectState.FAILED)
        return found if found is not None and found.state in stuck else None

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
                self._operations[one.id] = _stored(ended)
            for name, sending in self._outbox.items():
                if sending.effect.state in _UNSENT:
                    attempts = max(sending.effect.attempts, 1)
                    waits = replace(sending.effect, state=EffectState.PENDING, attempts=attempts)
                    self._outbox[name] = _Sending(waits)

    def count_effects(self) -> Mapping[EffectState, int]:
        """How many effects stand in each state."""
        with self._lock:
            counts = Counter(sending.effect.state for sending in self._outbox.values())
        return {state: counts[state] for state in EffectState}

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

    def forget_person(self, words: Sequence[str], *, by: str) -> int:
        """Drop what ended operations and sent messages say where any of ``words`` stands in it; gives how many did."""
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
            sent = [
                name
                for name, sending in self._outbox.items()
                if sending.effect.state not in _UNSENT and names_any(words, sending.effect.payload)
            ]
            for name in sent:
                effect = replace(self._outbox[name].effect, payload={})
                self._outbox[name] = replace(self._outbox[name], effect=effect)
            for name, sending in self._outbox.items():
                if sending.effect.state not in _UNSENT and names_any(
                    words, sending.effect.recipient
                ):
                    effect = replace(sending.effect, recipient=FORGOTTEN)
                    self._outbox[name] = replace(sending, effect=effect)
        return len(named) + len(sent)

    def forget_effects(self, *, before: datetime, limit: int) -> int:
        """Forget effects that were sent or given up before an instant, ``limit`` at most; gives how many."""
        with self._lock:
            old = [
                name
                for name, sending in self._outbox.items()
                if sending.settled_at is not None
                and sending.settled_at < before
                and sending.effect.state not in _UNSENT
            ][:limit]
            for name in old:
                del self._outbox[name]
        return len(old)

    def take_event(self, event: str, *, at: datetime) -> bool:
        """Remember an event by its id; False if it was taken before."""
        with self._lock:
            is_new = event not in self._events
            self._events.setdefault(event, at)
            return is_new

    def forget_events(self, *, before: datetime, limit: int) -> int:
        """Forget events that were taken before an instant, ``limit`` at most; gives how many."""
        with self._lock:
            old = [event for event, at in self._events.items() if at < before][:limit]
            for event in old:
                del self._events[event]
        return len(old)

    def oldest_unsent(self) -> datetime | None:
        """Tell when the oldest effect was recorded that did not leave yet and was not given up."""
        with self._lock:
            waiting = [
                sending.effect.created_at
                for sending in self._outbox.values()
                if sending.effect.state in _UNSENT
            ]
        return min(waiting, default=None)

    def accept_head(self, commit: CommitId, *, at: datetime) -> bool:
        """Record that a commit became the head we go by; False if it was recorded before."""
        with self._lock:
            is_new = commit not in self._heads
            self._heads.setdefault(commit, _kept(at))
            return is_new

    def head_in_force(self, instant: datetime) -> CommitId | None:
        """Give the head accepted or adopted last at or before an instant."""
        with self._lock:
            known = [(at, commit) for at, commit in self._taken() if at <= instant]
            return max(known, key=lambda one: one[0])[1] if known else None

    def adopt(self, adoption: Adoption) -> None:
        """Record an adoption behind every head taken before it; one that is known by its operation stays as it is."""
        with self._lock:
            latest = max((at for at, _ in self._taken()), default=None)
            at = _kept(adoption.at) if latest is None else max(_kept(adoption.at), latest + _NEXT)
            self._adoptions.setdefault(adoption.operation, replace(adoption, at=at))

    def _taken(self) -> list[tuple[datetime, CommitId]]:
        accepted = [(at, commit) for commit, at in self._heads.items()]
        return accepted + [(one.at, one.new) for one in self._adoptions.values()]

    def last_told(self, about: str) -> str:
        """Give how a matter stood when people were told of it last; empty if they never were, or that it is over."""
        with self._lock:
            return self._told.get(about, "")

    def tell(self, about: str, *, was: str, now: str, effects: Sequence[Effect]) -> bool:
        """Record how a matter stands now with what tells it; False unless ``was`` is how it stood when it was told last."""
        with self._lock:
            if self._told.get(about, "") != was:
                return False
            self._told[about] = now
            self.record_effects(effects)
            return True

    def is_demo(self, *, of: str = "") -> bool:
        """Whether this store was marked as a demo when it was created; with ``of``, as the demo of that remote."""
        return self._demo and of in ("", self._demo_of)


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


def _stored(record: _Record) -> _Record:
    """Give the record as SQL would give it back: JSON values, whole milliseconds."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return replace(record, **{name: _kept(value) for name, value in values.items()})


def _kept(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, Mapping):
        return json.loads(json.dumps(value, sort_keys=True, allow_nan=False))
    return value
