"""What is said of changes, to the channel for changes and to who asked: written down as effects, for the outbox to send."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from bot.books import Books
from bot.changes import answers
from engine.book import Book
from engine.errors import Invalid, Problem, Refused, Severity
from engine.ports.clock import Clock
from engine.ports.effects import Effect
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, OperationState
from engine.ports.repository import Repository
from engine.ports.store import Store
from handlers.kit.command import Actor, AtOnce
from handlers.kit.matters import FAULTS, JOB, REWRITE, told_faults
from handlers.kit.reply import Actions, Outcome, Reply, decode, encode
from handlers.kit.rewritten import Rewritten, only_in, refusal_of

WAITING, PROPOSED = "waiting", "proposed"


class Telling:
    """Words effects, and records those that belong to no move of an operation; each is said once, by its id."""

    def __init__(
        self,
        *,
        repository: Repository,
        books: Books,
        clock: Clock,
        open_store: Callable[[], Store],
    ) -> None:
        """Tell of changes to ``repository``."""
        self._repository = repository
        self._books = books
        self._clock = clock
        self._open_store = open_store

    # --- the channel for changes -------------------------------------------------------------------------------

    def of_done(self, operation: Operation, actor: Actor, reply: Reply) -> tuple[Effect, ...]:
        """Tell the channel what somebody changed, and all of its values in the thread."""
        told = self._to_channel(
            f"{operation.id}:changes",
            answers.told_reply(operation, actor.name, reply),
            operation=operation.id,
            **_in_place_of(operation),
        )
        details = answers.details_reply(operation)
        if not told or details is None:
            return told
        below = self._to_channel(
            f"{operation.id}:details", details, operation=operation.id, under=told[0].id
        )
        return (*told, *below)

    def tell_deed(self, operation: Operation, actor: Actor, acted: AtOnce) -> None:
        """Tell the channel what was done at once; told once, however often it is done."""
        if acted.news:
            then = (Actions(acted.then),) if acted.then else ()
            said = Reply(f"{actor.name}: {acted.news}", then)
            self._record(self._to_channel(f"{operation.id}:at-once", said, operation=operation.id))

    def tell_faults(self, book: Book) -> None:
        """Tell the channel which files of a head do not hold, with line and reason, and which hold again; each once."""
        broken = _by_file(book)
        now = {path: _digest(problems) for path, problems in broken.items()}
        before = told_faults(self._store.matters)
        if now == before or not self._channel():
            return
        head = self._repository.describe(book.commit)
        effects: tuple[Effect, ...] = ()
        if mended := sorted(before.keys() - now.keys()):
            gone = [path for path in mended if book.documents.blob(path) is None]
            again = [path for path in mended if path not in gone]
            said = answers.mended_reply(head, again, gone, sorted(now))
            effects += self._to_channel(self._new_name(book.commit, "mended"), said)
        if new := [path for path, digest in now.items() if before.get(path) != digest]:
            said = answers.broken_head_reply(head, [one for path in new for one in broken[path]])
            effects += self._to_channel(self._new_name(book.commit, "faults"), said)
        was, stands = _written(before), _written(now)
        self._store.matters.tell(FAULTS, was=was, now=stands, effects=effects)

    def tell_rewrite(self, found: Rewritten, book: Book) -> None:
        """Tell the channel, once, that the history was rewritten: both heads, what stops, who ends it."""
        was = self._store.matters.last_told(REWRITE)
        if was == found.digest or not self._channel():
            return
        refused = refusal_of(book, self._repository, found)
        lost = only_in(self._repository, found.old, other=found.new)
        said = answers.rewritten_reply(refused, found, lost)
        effects = self._to_channel(self._new_name(found.digest, "rewritten"), said)
        self._store.matters.tell(REWRITE, was=was, now=found.digest, effects=effects)

    def tell_adoption(self, name: str, found: Rewritten, actor: Actor) -> None:
        """Tell the channel that rewritten history counts now."""
        effects = self._to_channel(f"{name}:adopted", answers.adopted_reply(found, actor.name))
        was = self._store.matters.last_told(REWRITE)
        self._store.matters.tell(REWRITE, was=was, now="", effects=effects)

    def tell_no_rewrite(self, book: Book) -> None:
        """Tell the channel that history which had been rewritten was put back, if it was told of that; once."""
        was = self._store.matters.last_told(REWRITE)
        if was:
            said = answers.put_back_reply(self._repository.describe(book.commit))
            effects = self._to_channel(self._new_name(was, "put-back"), said)
            self._store.matters.tell(REWRITE, was=was, now="", effects=effects)

    def tell_job(self, job: str, said: Reply, *, fails: bool) -> None:
        """Tell the channel that a job does not work, or works again: each once, and the second only after the first."""
        about = f"{JOB}{job}"
        was = self._store.matters.last_told(about)
        if bool(was) == fails or (fails and not self._channel()):
            return
        now = "fails" if fails else ""
        effects = self._to_channel(self._new_name(job, now or "works"), said)
        self._store.matters.tell(about, was=was, now=now, effects=effects)

    def _new_name(self, about: str, what: str) -> str:
        """Name a message about something that may come again, and is told each time; short enough to be typed."""
        return f"{about[:12]}:{what}:{self._clock.now().timestamp() * 1000:.0f}"

    def _to_channel(
        self, name: str, said: Reply, *, operation: OperationId | None = None, **also: str
    ) -> tuple[Effect, ...]:
        channel = self._channel()
        return (self._post(name, channel, said, operation=operation, **also),) if channel else ()

    def _channel(self) -> str | None:
        """Give the channel to tell, of the head accepted last while the newest is of a format we do not read.

        None while the settings do not hold: what is pushed is done all the same.
        """
        for book in (self._books.known, self._books.accepted):
            with suppress(Invalid, Refused):
                return book().settings.channels.changes
        return None

    # --- who asked ---------------------------------------------------------------------------------------------

    def tell(self, operation: Operation, reply: Reply) -> None:
        """Let the person know what became of a change that was taken up, if they use Slack; how it ended is said once."""
        if reply.outcome is not Outcome.WAITS:
            asks = reply.outcome is Outcome.ASKS
            name = f"told:{self._clock.now().timestamp():.0f}" if asks else "told"
            self._record(self.to_person(operation, name, reply))

    def of_proposal(self, operation: Operation, said: Reply, reply: Reply) -> tuple[Effect, ...]:
        """Tell the channel, for those who review, what somebody proposes, and the person where it waits."""
        told = self._to_channel(f"{operation.id}:{PROPOSED}", said, operation=operation.id)
        return (*told, *self.to_person(operation, WAITING, reply))

    def of_nothing(self, operation: Operation, reply: Reply) -> tuple[Effect, ...]:
        """Tell of an end without a commit: who was told to wait, and the channel if it was told of a proposal."""
        late = self.late_answer(operation, reply)
        if operation.proposal is None:
            return late
        closed = self._to_channel(
            f"{operation.id}:closed", reply, operation=operation.id, **_in_place_of(operation)
        )
        return (*closed, *late)

    def late_answer(self, operation: Operation, reply: Reply) -> tuple[Effect, ...]:
        """Give the answer somebody was promised who was told to wait: it is recorded with the end itself."""
        return self.to_person(operation, "told", reply) if _was_told_to_wait(operation) else ()

    def tell_waiting(self, operation: OperationId, reply: Reply) -> None:
        """Post that a change waits, once: what is seen by one person in a channel is gone when they reload."""
        found = self._store.operations.get(operation)
        if found is None or _was_told_to_wait(found):
            return
        self._store.operations.move(
            operation,
            expect=(OperationState.QUEUED,),
            to=OperationState.QUEUED,
            at=self._clock.now(),
            effects=self.to_person(found, WAITING, reply),
            reply=encode(reply),
        )

    def to_person(self, operation: Operation, name: str, reply: Reply) -> tuple[Effect, ...]:
        """Write to who asked, in Slack; whatever follows takes the place of the message that they have to wait."""
        if operation.origin.get("front_end") != "slack":
            return ()
        user = str(operation.origin.get("user"))
        updates = {} if name == WAITING else {"updates": f"{operation.id}:{WAITING}"}
        name = f"{operation.id}:{name}"
        return (self._post(name, user, reply, operation=operation.id, **updates),)

    def _post(
        self, name: str, channel: str, said: Reply, *, operation: OperationId | None, **also: str
    ) -> Effect:
        return Effect(
            id=name,
            operation=operation,
            kind="slack.post",
            recipient=f"slack:{channel}",
            payload={"channel": channel, "reply": encode(said), **also},
            created_at=self._clock.now(),
        )

    def _record(self, effects: tuple[Effect, ...]) -> None:
        self._store.effects.record(effects)

    @property
    def _store(self) -> Store:
        return self._open_store()


def _in_place_of(operation: Operation) -> Mapping[str, str]:
    """Name the message of a proposal in the channel: how it ended takes its place."""
    return {} if operation.proposal is None else {"updates": f"{operation.id}:{PROPOSED}"}


def _was_told_to_wait(operation: Operation) -> bool:
    return operation.reply is not None and decode(operation.reply).outcome is Outcome.WAITS


def _by_file(book: Book) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in book.problems():
        if problem.severity is Severity.ERROR:
            found[problem.path].append(problem)
    return found


def _digest(problems: Sequence[Problem]) -> str:
    return hashlib.sha256("\n".join(map(str, problems)).encode()).hexdigest()[:12]


def _written(faults: Mapping[str, str]) -> str:
    return json.dumps(dict(faults), sort_keys=True) if faults else ""
