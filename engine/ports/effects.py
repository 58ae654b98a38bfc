"""The effects that operations have outside, and the outbox they leave from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from engine.ports.ids import OperationId


class EffectState(StrEnum):
    """Where the delivery of an effect stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # given up: nobody will get it unless somebody asks for another try
    DROPPED = "dropped"  # a person said that it need not leave, or it names one who was erased


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something to be sent outside, at least once, in order for each ``recipient``.

    ``id`` is deterministic, so that recording it twice keeps one. ``kind`` is ``slack.post`` and the like;
    ``payload`` is what its sender needs, as JSON values; a secret only sealed, and gone once it is sent.
    """

    id: str
    operation: OperationId | None
    kind: str
    recipient: str
    payload: Mapping[str, object]
    created_at: datetime
    state: EffectState = EffectState.PENDING
    attempts: int = 0
    next_try_at: datetime | None = None
    error: str = ""


LONGEST_DELAY = timedelta(days=2)
"""An effect that is to be tried later than this was delayed by a clock that was ahead: it is due."""


class Effects(Protocol):
    """The outbox: durable, safe for several processes."""

    def record(self, effects: Sequence[Effect]) -> None:
        """Record effects that belong to no move of an operation; those known by id stay as they are."""
        ...

    def claim_due(self, *, now: datetime, limit: int) -> Sequence[Effect]:
        """Claim effects to send: pending (or sending and abandoned) and due, the oldest per recipient only.

        A claimed effect is SENDING until settled; a claim older than 60 seconds may be claimed again.
        """
        ...

    def claim(self, effect: str, *, now: datetime) -> Effect | None:
        """Claim one effect whether it is due or not; None unless it is pending."""
        ...

    def settle(
        self,
        claimed: Effect,
        *,
        state: EffectState,
        at: datetime,
        next_try_at: datetime | None = None,
        error: str = "",
    ) -> None:
        """Record how sending what was ``claimed`` went; PENDING with ``next_try_at`` asks for another try.

        Nothing is recorded if somebody else claimed it since, or it was settled: the answer comes too late.

        An effect that is sent or given up keeps nothing that was sealed in its payload.
        """
        ...

    def get(self, effect: str) -> Effect | None:
        """Give an effect by id."""
        ...

    def in_states(self, states: Iterable[EffectState], *, limit: int) -> Sequence[Effect]:
        """List effects in these states, the newest first."""
        ...

    def retry(self, effect: str) -> bool:
        """Let an effect that waits or was given up be sent as soon as it is its turn; False if it is neither."""
        ...

    def drop(self, effect: str, *, at: datetime, why: str) -> bool:
        """Let an effect that waits or was given up never be sent; False if it is neither.

        It keeps nothing that was sealed in its payload.
        """
        ...

    def count(self) -> Mapping[EffectState, int]:
        """How many effects stand in each state."""
        ...

    def oldest_unsent(self) -> datetime | None:
        """Tell when the oldest effect was recorded that did not leave yet and was not given up."""
        ...

    def forget(self, *, before: datetime, limit: int) -> int:
        """Forget effects that were sent or given up before an instant, ``limit`` at most; gives how many."""
        ...
