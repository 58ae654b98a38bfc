"""The in-memory twin of the outbox."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.memory.kept import as_stored, kept
from engine.persons import FORGOTTEN, names_any
from engine.ports.effects import LONGEST_DELAY, Effect, EffectState
from engine.sealed import wiped

_UNSENT = (EffectState.PENDING, EffectState.SENDING)
_CLAIM = timedelta(seconds=60)


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


class MemoryEffects:
    """The ``Effects`` port for one process; instants are kept to the millisecond, as in SQL."""

    def __init__(self, lock: threading.RLock) -> None:
        """Start empty; ``lock`` is that of the whole store."""
        self._lock = lock
        self._outbox: dict[str, _Sending] = {}

    def record(self, effects: Sequence[Effect]) -> None:
        """Record effects that belong to no move of an operation; those known by id stay as they are."""
        with self._lock:
            for effect in effects:
                self._outbox.setdefault(effect.id, _Sending(as_stored(effect)))

    def claim_due(self, *, now: datetime, limit: int) -> Sequence[Effect]:
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

    def claim(self, effect: str, *, now: datetime) -> Effect | None:
        """Claim one effect whether it is due or not; None unless it is pending."""
        with self._lock:
            sending = self._outbox.get(effect)
            if sending is None or sending.effect.state is not EffectState.PENDING:
                return None
            attempts = sending.effect.attempts + 1
            claimed = replace(sending.effect, state=EffectState.SENDING, attempts=attempts)
            self._outbox[effect] = _Sending(claimed, claimed_at=now)
            return claimed

    def settle(
        self,
        claimed: Effect,
        *,
        state: EffectState,
        at: datetime,
        next_try_at: datetime | None = None,
        error: str = "",
    ) -> None:
        """Record how sending went; PENDING with ``next_try_at`` asks for another try."""
        with self._lock:
            sending = self._outbox.get(claimed.id)
            if sending is None or sending.effect.attempts != claimed.attempts:
                return
            if sending.effect.state is EffectState.SENDING:
                settled = replace(sending.effect, state=state, next_try_at=next_try_at, error=error)
                if state in (EffectState.SENT, EffectState.FAILED):
                    settled = replace(settled, payload=wiped(settled.payload))
                self._outbox[claimed.id] = _Sending(as_stored(settled), settled_at=at)

    def get(self, effect: str) -> Effect | None:
        """Give an effect by id."""
        with self._lock:
            sending = self._outbox.get(effect)
            return sending.effect if sending else None

    def in_states(self, states: Iterable[EffectState], *, limit: int) -> Sequence[Effect]:
        """List effects in these states, the newest first."""
        wanted = frozenset(states)
        with self._lock:
            found = [one.effect for one in self._outbox.values() if one.effect.state in wanted]
        return tuple(reversed(found))[:limit]

    def retry(self, effect: str) -> bool:
        """Let an effect that waits or was given up be sent as soon as it is its turn; False if it is neither."""
        with self._lock:
            found = self._stuck(effect)
            if found is None:
                return False
            waits = replace(found, state=EffectState.PENDING, next_try_at=None)
            self._outbox[effect] = _Sending(waits)
            return True

    def drop(self, effect: str, *, at: datetime, why: str) -> bool:
        """Let an effect that waits or was given up never be sent; False if it is neither."""
        with self._lock:
            found = self._stuck(effect)
            if found is None:
                return False
            left = {"state": EffectState.DROPPED, "error": why, "payload": wiped(found.payload)}
            self._outbox[effect] = _Sending(replace(found, **left), settled_at=kept(at))
            return True

    def _stuck(self, effect: str) -> Effect | None:
        found = self.get(effect)
        stuck = (EffectState.PENDING, EffectState.FAILED)
        return found if found is not None and found.state in stuck else None

    def count(self) -> Mapping[EffectState, int]:
        """How many effects stand in each state."""
        with self._lock:
            counts = Counter(sending.effect.state for sending in self._outbox.values())
        return {state: counts[state] for state in EffectState}

    def oldest_unsent(self) -> datetime | None:
        """Tell when the oldest effect was recorded that did not leave yet and was not given up."""
        with self._lock:
            waiting = [
                sending.effect.created_at
                for sending in self._outbox.values()
                if sending.effect.state in _UNSENT
            ]
        return min(waiting, default=None)

    def forget(self, *, before: datetime, limit: int) -> int:
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

    def let_go(self) -> None:
        """Let what waited or was being sent be sent again, and count as tried."""
        with self._lock:
            for name, sending in self._outbox.items():
                if sending.effect.state in _UNSENT:
                    attempts = max(sending.effect.attempts, 1)
                    waits = replace(sending.effect, state=EffectState.PENDING, attempts=attempts)
                    self._outbox[name] = _Sending(waits)

    def forget_person(self, words: Sequence[str], *, at: datetime) -> int:
        """Drop what messages say where a word stands in it, and to whom, and send none of them any more; gives how many did."""
        with self._lock:
            named = [
                (name, sending)
                for name, sending in self._outbox.items()
                if sending.effect.state is not EffectState.SENDING
                and names_any(words, [sending.effect.payload, sending.effect.recipient])
            ]
            for name, sending in named:
                effect, settled_at = replace(sending.effect, payload={}), sending.settled_at
                if names_any(words, effect.recipient):
                    effect = replace(effect, recipient=FORGOTTEN)
                if effect.state in (EffectState.PENDING, EffectState.FAILED):
                    effect = replace(effect, state=EffectState.DROPPED, error=FORGOTTEN)
                    settled_at = at
                self._outbox[name] = replace(sending, effect=effect, settled_at=settled_at)
        return len(named)
