"""What the core needs from the outside, as small Protocols, and the values that cross them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from engine.edits import FieldEdit, Plain, Pointer
from engine.errors import Problem
from schemas.values import OperatorId as OperatorId  # noqa: PLC0414 -- part of this surface
from schemas.values import PlainText as PlainText  # noqa: PLC0414 -- the same

CommitId = NewType("CommitId", str)
BlobId = NewType("BlobId", str)
OperationId = NewType("OperationId", str)


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...


class Ids(Protocol):
    """Where our own ids come from."""

    def operation(self) -> OperationId:
        """Give a new operation id, ``op-`` and 26 lower-case characters, sortable by the time it was given."""
        ...


# --- YAML text -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text file; ``line`` and ``column`` count from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. ``value`` is None exactly if ``problems`` holds an error of the text itself.

    Every scalar of ``value`` is text, except that a plain null or an empty value is None. A scalar written without
    quotes is a ``PlainText`` so that a schema can tell ``0044`` from ``"0044"``.

    ``meant`` is what a text with errors would say without them, where that can be told: nothing, if there is nothing in
    it but comments; one of the values, if a key stands there twice.
    """

    value: Mapping[str, Plain] | None
    problems: tuple[Problem, ...] = ()
    meant: Mapping[str, Plain] | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether the file is empty but for comments."""
        return self.value is None and self.meant is not None and not self.meant


class Positions(Protocol):
    """Where things stand in one file."""

    def key(self, at: Pointer) -> Position:
        """Place of the key (or of the list item) at ``at``; of the nearest existing parent if it is absent."""
        ...

    def value(self, at: Pointer) -> Position:
        """Place of the value at ``at``; of the nearest existing parent if it is absent."""
        ...


class DocumentText(Protocol):
    """Reading and editing the text of YAML documents."""

    def read(self, path: str, data: bytes) -> Reading:
        """Read a document strictly; never raises for bad input, ``path`` only labels the problems."""
        ...

    def locate(self, data: bytes) -> Positions:
        """Index the places of a document that reads without problems."""
        ...

    def edit(self, data: bytes, edits: Sequence[FieldEdit]) -> bytes:
        """Apply edits by splicing; every byte outside the edited spans stays.

        Raises:
            Refused: a pointer leads nowhere.
        """
        ...

    def write(self, content: Mapping[str, Plain], *, schema: str = "") -> bytes:
        """Write a new document in canonical form; ``schema`` is the JSON Schema its editor modeline names."""
        ...

    def fmt(
        self,
        data: bytes,
        order: Callable[[Pointer], Sequence[str]],
        must_quote: Callable[[Pointer], bool],
    ) -> bytes:
        """Give the canonical form of a document; no comment is lost, and what it says stays what it was.

        ``order`` gives the keys of the mapping at a pointer in order; ``must_quote`` tells the values that stand in
        quotes.

        Raises:
            Invalid: the document itself does not read.
        """
        ...


# --- the config repository -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an e-mail address as git records them."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CommitInfo:
    """One commit as people read it. ``trailers`` holds the last value of each trailer, keys as written.

    ``committer`` is who wrote it down: somebody else than ``author`` after a rewrite.
    """

    id: CommitId
    author: Person
    committed_at: datetime
    subject: str
    trailers: Mapping[str, str]
    committer: Person | None = None


class PushOutcome(StrEnum):
    """What became of a push."""

    LANDED = "landed"
    LOST = "lost"  # the branch had moved: replay on the new head
    PROTECTED = "protected"  # the branch takes no direct pushes: it takes what somebody merges
    DECLINED = "declined"  # a hook of the remote said no, or we may not write there at all
    UNCLEAR = "unclear"  # the answer was lost: look for the Op-Id on the remote


@dataclass(frozen=True, slots=True)
class PushResult:
    """Outcome of a push and, where it did not land, what the remote said (one line, no secrets)."""

    outcome: PushOutcome
    detail: str = ""


class Repository(Protocol):
    """One branch of one remote, seen through our own bare clone; nothing here touches a work tree.

    Paths are relative to the root of the config repository (the folder that holds ``settings.yaml``). Every network
    call has a timeout and raises ``Unavailable`` when the remote cannot be reached.
    """

    def fetch(self) -> CommitId:
        """Bring the branch up to date and give its head.

        A branch that was there and is gone is ``Unavailable``: what was known of it stays.
        """
        ...

    def head(self) -> CommitId:
        """Give the head of the branch as last fetched; fetches if there is none yet."""
        ...

    def known_head(self) -> CommitId | None:
        """Give the head of the branch as last fetched, asking nothing outside; None if there is no clone yet."""
        ...

    def resolve(self, revision: str) -> CommitId:
        """Turn a commit id, its beginning, a branch or a tag into a commit id. Raises ``Refused`` if there is none."""
        ...

    def at_instant(self, instant: datetime) -> CommitId:
        """Give the newest first-parent commit of the branch committed at or before ``instant``."""
        ...

    def tree(self, commit: CommitId) -> Mapping[str, BlobId]:
        """List every file of a commit below the root: path -> blob id."""
        ...

    def changed(self, old: CommitId, new: CommitId) -> Mapping[str, BlobId | None]:
        """List the files that differ between two commits: path -> blob id in ``new``, None if it is gone there.

        Equal folders are skipped, so this costs as much as differs. Raises ``Refused`` if ``old`` is not known.
        """
        ...

    def versions(self, path: str, *, at: CommitId, limit: int) -> Sequence[BlobId]:
        """Give the blobs that a path held up to a commit, newest first, as first-parent history has them."""
        ...

    def read(self, blobs: Iterable[BlobId]) -> Mapping[BlobId, bytes]:
        """Read many blobs in one go."""
        ...

    def commit(
        self,
        base: CommitId,
        changes: Mapping[str, bytes | None],
        *,
        message: str,
        author: Person,
        at: datetime,
        keep_as: OperationId,
    ) -> CommitId:
        """Write a commit on ``base`` with ``changes`` (path -> new bytes, None removes) and no work tree.

        The committer is the bot. The commit is kept under ``refs/trunkline/ops/<keep_as>`` until released.
        """
        ...

    def push(self, commit: CommitId, *, base: CommitId) -> PushResult:
        """Move the remote's branch from ``base`` to ``commit``, never by force: the compare-and-swap."""
        ...

    def branch(self, name: str) -> CommitId | None:
        """Give the head of another branch of the remote as last fetched; None if there is no such branch."""
        ...

    def move_branch(self, name: str, to: CommitId | None, *, was: CommitId | None) -> PushResult:
        """Put another branch of the remote to ``to`` if it is at ``was``, whatever these contain; None: no such branch.

        Raises ``Refused`` for the branch that the config is on.
        """
        ...

    def try_push(self) -> str:
        """Ask the remote whether it would take a push, without pushing; gives what it says against it, else nothing.

        What hooks and protection of the branch say is not asked: only a real push is.
        """
        ...

    def release(self, operation: OperationId) -> None:
        """Forget ``refs/trunkline/ops/<operation>``."""
        ...

    def kept(self) -> Sequence[OperationId]:
        """List the operations whose commits are kept."""
        ...

    def find_operation(self, operation: OperationId, *, since: CommitId | None) -> CommitId | None:
        """Fetch, then find the bot's commit with that ``Op-Id`` on the branch behind ``since`` (None: anywhere)."""
        ...

    def carrying(self, operation: OperationId, *, since: CommitId) -> Sequence[CommitId]:
        """Give commits of the branch as last fetched, behind ``since``, with a line ``Op-Id: <operation>``, newest first.

        Whoever wrote them: anybody can write that line, so by itself it proves nothing.
        """
        ...

    def contains(self, commit: CommitId) -> bool:
        """Whether the branch as last fetched contains ``commit``; False for one that is not known."""
        ...

    def log(self, paths: Sequence[str], *, at: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Commits that touched any of ``paths`` (files or folders), newest first, as seen from ``at``."""
        ...

    def describe(self, commit: CommitId) -> CommitInfo:
        """Give one commit."""
        ...

    def blame(self, path: str, line: int, *, at: CommitId) -> CommitInfo:
        """Give the commit that last wrote this line (counted from 1)."""
        ...

    def rewritten_since(self, commit: CommitId) -> bool:
        """Whether the branch as last fetched no longer contains ``commit``: its history was rewritten."""
        ...

    def saw_rewrite(self) -> bool:
        """Whether our clone ever met history that was rewritten; costs no look at the history."""
        ...

    def only_in(self, commit: CommitId, *, other: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Give the commits that ``commit`` contains and ``other`` does not, newest first.

        Raises ``Refused`` if one of them is not known.
        """
        ...

    def writer_lock(self) -> AbstractContextManager[object]:
        """Hold the right to write: one writer among all threads and processes that share the clone.

        Entering raises ``Unavailable`` when another writer holds it for too long. It cannot be taken twice at once.
        """
        ...

    def maintain(self) -> None:
        """Pack what was written since the last time and index the history, once a night."""
        ...


# --- the store -------------------------------------------------------------------------------------------------


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


class OverlayKind(StrEnum):
    """What may lie over the config of a customer for a while."""

    SUSPENSION = "suspension"  # a person stopped the customer at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A state that lies over what the config says of a customer, until an instant or until a person lifts it.

    ``by`` and ``lifted_by`` are operators. ``until`` None: until it is lifted. Recorded for ever; it never gets into
    the config. ``since`` belongs to it, ``until`` does not.
    """

    id: str
    customer: str
    kind: OverlayKind
    reason: str
    by: str
    since: datetime
    until: datetime | None = None
    lifted_at: datetime | None = None
    lifted_by: str | None = None
    operation: OperationId | None = None

    def is_in_force(self, at: datetime) -> bool:
        """Whether it counts at an instant."""
        ends = [end for end in (self.until, self.lifted_at) if end is not None]
        return self.since <= at and all(at < end for end in ends)


class OverlayStore(Protocol):
    """Overlays, durable and safe for several processes; answers without asking anything outside the store."""

    def lay(self, overlay: Overlay) -> None:
        """Record an overlay; one that is known by its id stays as it is."""
        ...

    def lift(
        self, customer: str, kind: OverlayKind, *, laid_by: datetime, by: str, at: datetime
    ) -> Sequence[Overlay]:
        """Lift what is in force of this kind at ``at`` and was laid no later than ``laid_by``; gives what it lifted.

        The same person lifting at the same instant again is given the same: the answer may have been lost in a crash.
        """
        ...

    def in_force(self, at: datetime, *, customer: str | None = None) -> Sequence[Overlay]:
        """Give what counts at an instant, for one customer or for all, the oldest first."""
        ...

    def over(self, *, since: datetime, until: datetime) -> Sequence[Overlay]:
        """Give what ended by itself behind ``since`` and no later than ``until``, the oldest first."""
        ...

    def forget_person(self, words: Sequence[str]) -> int:
        """Drop every reason in which any of ``words`` names a person, as ``engine.persons`` says; gives how many did."""
        ...


# --- secrets ---------------------------------------------------------------------------------------------------


class Vault(Protocol):
    """Sealing secrets so that only the holders of certain keys can read them, and opening them with ours."""

    def seal(self, text: str, recipients: Sequence[str]) -> str:
        """Give armoured age text that each of ``recipients`` can open; another text each time it is asked.

        Raises:
            Refused: there is no recipient.
        """
        ...

    def open(self, sealed: str) -> str:
        """Give the text that was sealed.

        Raises:
            Refused: we hold no key, or ours does not open it.
        """
        ...

    def make_key(self, file: str) -> str:
        """Make a key, write it to a new file that only its owner can read, and give the recipient that belongs to it.

        Raises:
            Refused: the file is there already, or cannot be written.
        """
        ...


class Randomness(Protocol):
    """Where chance comes from that nobody may guess."""

    def letters(self, alphabet: str, count: int) -> str:
        """Draw ``count`` letters of ``alphabet``, each as likely as any other."""
        ...


class PasswordHasher(Protocol):
    """Keeping a password so that it can be recognised and not read."""

    def hash(self, password: str) -> str:
        """Give a salted hash that costs time and memory to make; another one each time."""
        ...

    def fits(self, password: str, hashed: str) -> bool:
        """Whether this is the password of a hash."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPassword:
    """How a contact of a customer logs in to the portal. ``must_change``: a new password is asked for at the next login."""

    customer: str
    contact: str
    hash: str
    set_at: datetime
    must_change: bool


class PortalPasswords(Protocol):
    """The portal passwords of contacts, as hashes; durable and safe for several processes."""

    def put(self, password: PortalPassword) -> None:
        """Record a password in the place of the one before."""
        ...

    def get(self, customer: str, contact: str) -> PortalPassword | None:
        """Give what is recorded of a contact."""
        ...

    def remove(self, customer: str, contact: str) -> bool:
        """Forget the password of a contact; False if there was none."""
        ...

    def known(self) -> Sequence[tuple[str, str]]:
        """List the (customer, contact) pairs that have a password."""
        ...


# --- mail ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to one person. ``id`` makes its Message-ID: the same id is the same message, also if it is sent again."""

    id: str
    to: str
    name: str
    subject: str
    text: str
    html: str
    written_at: datetime


class Mailer(Protocol):
    """Handing mail to a server."""

    def send(self, mail: Mail) -> None:
        """Send a mail; the same mail always gives the same bytes.

        Raises:
            Unavailable: the server is away or says "later"; the same mail may be tried again.
            Refused: no server is set up, the mail cannot be written, or the server will never take it.
        """
        ...


# --- the schedule ----------------------------------------------------------------------------------------------


class RunOutcome(StrEnum):
    """How a run of a job ended."""

    DONE = "done"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"  # something outside was down
    FAILED = "failed"  # a bug


BY_SCHEDULE = "schedule"
"""Who began a run, if nobody asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """One run of a job: there is never a second one for its ``slot``.

    ``by`` is ``BY_SCHEDULE`` or the operator who asked. ``missed`` counts the slots before it that nobody ran. Without ``outcome`` it
    is under way, or its process ended before it did. ``said`` is one line.
    """

    job: str
    slot: datetime
    by: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: RunOutcome | None = None
    said: str = ""
    missed: int = 0


class JobRuns(Protocol):
    """The runs of jobs: durable, safe for several processes."""

    def begin(self, run: JobRun) -> bool:
        """Record a run; False if its slot is taken, then nothing is changed."""
        ...

    def end(
        self, job: str, slot: datetime, *, outcome: RunOutcome, said: str, at: datetime
    ) -> None:
        """Record how a run ended; the first end counts."""
        ...

    def last_slot(self, job: str, *, at: datetime) -> datetime | None:
        """Give the newest slot at or before an instant that the schedule has begun."""
        ...

    def unended(self, job: str) -> Sequence[JobRun]:
        """List the runs of the schedule that began and did not end, the oldest first."""
        ...

    def recent(self, *, job: str | None, limit: int) -> Sequence[JobRun]:
        """List the newest runs of one job or of all, the newest first."""
        ...

    def forget(self, *, before: datetime) -> int:
        """Forget runs that started before an instant, but for the newest of each job; gives how many."""
        ...


class Leader(Protocol):
    """Which of the processes on one store runs the schedule: at most one at a time."""

    def lead(self) -> bool:
        """Tell whether this process leads, taking the lead if nobody has it. Cheap, and never waits for another process."""
        ...

    def resign(self) -> None:
        """Give the lead back; nothing if this process does not have it."""
        ...
