"""What leaves by itself: effects of the store, sent at least once and in order for each recipient, by kind.

Each kind has a sender (Slack, mail); the loop, the patience and the giving up are the same for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

import structlog

from engine.ports.clock import Clock
from engine.ports.effects import Effect, EffectState
from engine.ports.store import Store
from handlers.kit.reply import Reply, encode

log = structlog.get_logger()

GIVEN_UP_AFTER = timedelta(days=1)
"""How long what waiting may mend is tried again: longer than Slack or a mail server are ever away over a night."""

LONGEST_WAIT_S = 120
"""One try for each recipient in so many seconds: what waits leaves soon after the other side is back."""

UNREADABLE = "unreadable_payload"


class NotSent(Exception):  # noqa: N818 -- an outcome of sending, told to the loop
    """An effect did not leave: ``error`` says why in short. ``hopeless``: no waiting mends it."""

    def __init__(self, error: str, *, hopeless: bool = False, wait_s: int | None = None) -> None:
        """Tell the loop; ``wait_s`` is how long the other side asks to wait."""
        super().__init__(error)
        self.error = error
        self.hopeless = hopeless
        self.wait_s = wait_s


class Sender(Protocol):
    """Sends effects of one kind."""

    def send(self, effect: Effect) -> None:
        """Send an effect, or find that an earlier try of it arrived.

        Raises:
            NotSent: it did not leave.
        """
        ...

    def lost(self, effect: Effect, error: str) -> Reply | None:
        """Say what is lost with an effect that is given up; None if nobody has to be told."""
        ...


class Outbox:
    """Sends what is due."""

    def __init__(self, store: Store, clock: Clock, senders: Mapping[str, Sender]) -> None:
        """Send effects of ``store``; ``senders`` maps a kind to what sends it."""
        self._store = store
        self._clock = clock
        self._senders = senders

    def send_due(self) -> int:
        """Send what is due now; gives how many were sent."""
        due = self._store.effects.claim_due(now=self._clock.now(), limit=20)
        return sum(self._send(effect) for effect in due)

    def _send(self, effect: Effect) -> bool:
        sender = self._senders.get(effect.kind)
        try:
            if sender is None:
                raise NotSent("no_sender", hopeless=True)
            sender.send(effect)
        except NotSent as failure:
            self._failed(effect, failure, sender)
            return False
        self._store.effects.settle(effect, state=EffectState.SENT, at=self._clock.now())
        return True

    def _failed(self, effect: Effect, failure: NotSent, sender: Sender | None) -> None:
        """Try again later, longer each time; give up on what no waiting mends, and tell it."""
        now = self._clock.now()
        hopeless = failure.hopeless or now - effect.created_at >= GIVEN_UP_AFTER
        wait = failure.wait_s or min(2 ** min(effect.attempts, 10), LONGEST_WAIT_S)
        log.warning(
            "outbox.failed",
            effect=effect.id,
            error=failure.error,
            attempts=effect.attempts,
            hopeless=hopeless,
        )
        if hopeless and sender is not None:
            self._tell(effect, sender.lost(effect, failure.error))
        self._store.effects.settle(
            effect,
            state=EffectState.FAILED if hopeless else EffectState.PENDING,
            at=now,
            next_try_at=None if hopeless else now + timedelta(seconds=wait),
            error=failure.error,
        )

    def _tell(self, effect: Effect, reply: Reply | None) -> None:
        """Let whoever asked for it know, if they use Slack; it is recorded before the effect is given up."""
        operation = self._store.operations.get(effect.operation) if effect.operation else None
        user = operation.origin.get("user") if operation else None
        if reply is None or not user:
            return
        told = Effect(
            id=f"{effect.id}:lost",
            operation=effect.operation,
            kind="slack.post",
            recipient=f"slack:{user}",
            payload={"channel": str(user), "reply": encode(reply)},
            created_at=self._clock.now(),
        )
        self._store.effects.record((told,))
