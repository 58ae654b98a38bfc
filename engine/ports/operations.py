"""Operations, and the store that remembers them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from engine.ports.effects import Effect
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


class Operations(Protocol):
    """Operations: durable, safe for several processes. One that moves takes its effects with it."""

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

    def forget_person(self, words: Sequence[str], *, by: str, at: datetime) -> int:
        """Drop what ended operations and messages say where any of ``words`` stands in it; gives how many did.

        ``engine.persons`` says where a word counts. ``by`` is the command that asks: of an operation of it that is about to
        end, only the arguments stay. Of a message to the person the recipient is dropped too. One that waits is never sent;
        one that is being sent at ``at`` stays as it is.
        """
        ...
