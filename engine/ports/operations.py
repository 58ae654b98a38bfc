"""Operations, the effects they have outside, and the store that remembers both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from engine.ports.ids import OperationId
from engine.ports.repository import CommitId


class OperationState(StrEnum):
    """Where an operation stands. The last five are final."""

    FORM = "form"  # a modal is open, arguments are still being typed
    RECEIVED = "received"
    PLANNED = "planned"  # a person has to confirm the digest
    QUEUED = "queued"
    PROPOSED = "proposed"  # its commit is on a branch of its own, for a person to merge
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"


FINAL_STATES = frozenset(
    {
        OperationState.DONE,
        OperationState.REFUSED,
        OperationState.CANCELLED,
        OperationState.EXPIRED,
        OperationState.FAILED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A request that may change something, as it is remembered for ever.

    ``args`` are the typed arguments as JSON values; ``drawn`` holds what was random or clock-dependent, drawn once.
    ``origin`` is where it came from and where its answer goes (front end, channel, response URL): JSON values.
    ``before`` and ``after`` map each changed path to its blob id (None: no file), which is what undo compares.
    ``reply`` is the answer given, as JSON, without secrets. ``proposal`` is where its commit waits to be merged, as JSON.
    """

    id: OperationId
    delivery: str
    received_at: datetime
    updated_at: datetime
    actor: str
    command: str
    args: Mapping[str, object]
    drawn: Mapping[str, object]
    origin: Mapping[str, object]
    state: OperationState
    base: CommitId | None = None
    commit: CommitId | None = None
    digest: str | None = None
    plan: Mapping[str, object] | None = None
    before: Mapping[str, str | None] | None = None
    after: Mapping[str, str | None] | None = None
    reply: Mapping[str, object] | None = None
    proposal: Mapping[str, object] | None = None


class EffectState(StrEnum):
    """Where the delivery of an effect stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # given up: nobody will get it unless somebody asks for another try
    DROPPED = "dropped"  # a person said that it need not leave


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """History that was rewritten and taken as the config by a person: ``new`` counts from ``at`` on, ``old`` no more."""

    operation: OperationId
    old: CommitId
    new: CommitId
    by: str
    at: datetime


LONGEST_DELAY = timedelta(days=2)
"""An effect that is to be tried later than this was delayed by a clock that was ahead: it is due."""


class OperationStore(Protocol):
    """Operations and their effects: durable, safe for several processes."""

    def receive(self, operation: Operation) -> tuple[Operation, bool]:
        """Record a new operation; if its ``delivery`` is known, give the one recorded first and False."""
        ...

    def get(self, operation: OperationId) -> Operation | None:
        """Give an operation by id."""
        ...

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

        Gives the moved operation, or None if it was in no expected state: the loser of a race learns it here. An
        operation that ends keeps nothing that was sealed (``engine.sealed.wiped``).
        """
        ...

    def recent(
        self, *, actor: str | None, limit: int, command: str | None = None
    ) -> Sequence[Operation]:
        """Newest operations first, of everybody or of one person, of any command or of one."""
        ...

    def unfinished(self, states: Iterable[OperationState]) -> Sequence[Operation]:
        """Operations in these states, oldest first."""
        ...

    def record_effects(self, effects: Sequence[Effect]) -> None:
        """Record effects that belong to no move of an operation; those known by id stay as they are."""
        ...

    def due_effects(self, *, now: datetime, limit: int) -> Sequence[Effect]:
        """Claim effects to send: pending (or sending and abandoned) and due, the oldest per recipient only.

        A claimed effect is SENDING until settled; a claim older than 60 seconds may be claimed again.
        """
        ...

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

        An effect that is sent or given up keeps nothing that was sealed in its payload.
        """
        ...

    def claim_effect(self, effect: str, *, now: datetime) -> Effect | None:
        """Claim one effect whether it is due or not; None unless it is pending."""
        ...

    def effects(self, states: Iterable[EffectState], *, limit: int) -> Sequence[Effect]:
        """List effects in these states, the newest first."""
        ...

    def effect(self, effect: str) -> Effect | None:
        """Give an effect by id."""
        ...

    def retry_effect(self, effect: str) -> bool:
        """Let an effect that waits or was given up be sent as soon as it is its turn; False if it is neither."""
        ...

    def drop_effect(self, effect: str, *, at: datetime, why: str) -> bool:
        """Let an effect that waits or was given up never be sent; False if it is neither.

        It keeps nothing that was sealed in its payload.
        """
        ...

    def count_effects(self) -> Mapping[EffectState, int]:
        """How many effects stand in each state."""
        ...

    def awaits_reconciling(self) -> bool:
        """Whether this store was restored from a backup and not yet reconciled: until then it gives no effect to send."""
        ...

    def reconcile(self, landed: Sequence[Operation], *, at: datetime) -> None:
        """Record what the remote knows and a restored store does not, and let effects go again, in one transaction.

        An operation of ``landed`` that is not known is recorded as it is; one that is known ends as done with its commit. What
        waited to be sent may have left already: it counts as tried, so that its sender looks before it sends.
        """
        ...

    def purge(self, *, before: datetime, limit: int) -> int:
        """Drop what operations said that ended before an instant, ``limit`` at most; that they happened stays.

        Arguments, what was drawn, plan, answer and changed files go; of the origin only who asked stays. Gives how many.
        """
        ...

    def forget_person(self, words: Sequence[str], *, by: str) -> int:
        """Drop what ended operations and sent messages say where any of ``words`` stands in it; gives how many did.

        ``engine.persons`` says where a word counts. ``by`` is the command that asks: of an operation of it that is about to
        end, only the arguments stay. Of a message that went to the person the recipient is dropped too.
        """
        ...

    def forget_effects(self, *, before: datetime, limit: int) -> int:
        """Forget effects that were sent or given up before an instant, ``limit`` at most; gives how many."""
        ...

    def take_event(self, event: str, *, at: datetime) -> bool:
        """Remember an event from outside by its id; False if it was taken before."""
        ...

    def forget_events(self, *, before: datetime, limit: int) -> int:
        """Forget events that were taken before an instant, ``limit`` at most; gives how many."""
        ...

    def oldest_unsent(self) -> datetime | None:
        """Tell when the oldest effect was recorded that did not leave yet and was not given up."""
        ...

    def accept_head(self, commit: CommitId, *, at: datetime) -> bool:
        """Record that a commit became the head we go by; False if it was recorded before, then with its first instant."""
        ...

    def head_in_force(self, instant: datetime) -> CommitId | None:
        """Give the head accepted or adopted last at or before an instant; None if nothing is recorded that far back."""
        ...

    def adopt(self, adoption: Adoption) -> None:
        """Record an adoption: its head is in force behind every head taken before, whatever the clock says.

        One that is known by its operation stays as it is.
        """
        ...

    def last_told(self, about: str) -> str:
        """Give how a matter stood when people were told of it last; empty if they never were, or that it is over."""
        ...

    def tell(self, about: str, *, was: str, now: str, effects: Sequence[Effect]) -> bool:
        """Record how a matter stands now together with what tells it, in one transaction.

        False, and nothing is recorded, unless ``was`` is still how it stood when it was told last.
        """
        ...

    def is_demo(self, *, of: str = "") -> bool:
        """Whether this store was marked as a demo when it was created; with ``of``, as the demo of that very remote."""
        ...
