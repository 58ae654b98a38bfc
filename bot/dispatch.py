"""The one path of every request: parse, authorise, run, audit, Reply.

Front ends hand in a ``Request`` and get a ``Reply``; they never run a command themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial

from pydantic import BaseModel
from structlog.contextvars import bound_contextvars

from bot.arguments import typed
from bot.books import Books, Opened
from bot.boundary import answer_to, guarded
from bot.changes.answers import told_substitutes
from bot.changes.pipeline import Changes
from bot.endings import Endings, told
from bot.inbox import Inbox, Request
from bot.letters import effects_of
from bot.people import SYSTEM, Identity, authorise, identity_of, stranger, system
from engine.errors import Invalid, Refused, Unavailable
from engine.ports.clock import Clock
from engine.ports.effects import Effect as Outgoing
from engine.ports.operations import Operation, Operations, OperationState
from handlers.kit.catalogue import Catalogue, Effect, Entry
from handlers.kit.command import Actor, Intent
from handlers.kit.files import ReadFile, has_unread, with_texts
from handlers.kit.offers import as_offered
from handlers.kit.reply import Card, Outcome, Reply, Text, Tone, refusal
from handlers.kit.services import DRAWN, ServicesFor


class Dispatcher:
    """Runs requests; safe for several threads."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        books: Books,
        changes: Changes,
        inbox: Inbox,
        endings: Endings,
        clock: Clock,
        open_operations: Callable[[], Operations],
        services_for: ServicesFor,
    ) -> None:
        """Run commands of ``catalogue`` on ``books``."""
        self._catalogue = catalogue
        self._books = books
        self._changes = changes
        self._inbox = inbox
        self._endings = endings
        self._clock = clock
        self._open_operations = open_operations
        self._services_for = services_for

    def answer(self, request: Request) -> Reply:
        """Run a request from beginning to end. A read leaves no trace in the store, everything else does."""
        entry = self._catalogue.get(request.command)
        if entry is None:
            return refusal(
                f'there is no command "{request.command}"', "see: help", outcome=Outcome.USAGE
            )
        if entry.effect == Effect.READ:
            return guarded(entry, request.identity, lambda: self._read(entry, request))
        if _is_said(entry.look, request.args):
            return guarded(entry, request.identity, lambda: self._run_without_book(entry, request))
        try:
            operation, fresh = self._inbox.receive(request)
        except (Refused, Invalid, Unavailable) as problem:
            return answer_to(problem)
        return self.work(operation) if fresh else told(operation)

    def work(self, operation: Operation, read_file: ReadFile | None = None) -> Reply:
        """Run a received operation and remember its answer; ``read_file`` fetches what a form only named. Never raises."""
        entry = self._catalogue.get(operation.command)
        identity = identity_of(operation)
        if entry is None:
            return self._endings.end(
                operation, refusal(f'there is no command "{operation.command}"', "see: help")
            )
        with bound_contextvars(operation=operation.id):
            return guarded(
                entry,
                identity,
                lambda: self._work(entry, operation, identity, read_file),
                ended=partial(self._endings.end, operation),
            )

    def _work(
        self, entry: Entry, operation: Operation, identity: Identity, read_file: ReadFile | None
    ) -> Reply:
        at = operation.origin.get("at")
        is_urgent = not at and _is_said(entry.urgent, operation.args)
        # What cannot wait is judged by what is known: asking the remote may take half a minute.
        opened = Opened(self._books.known(), True) if is_urgent else self._open(at, entry)
        actor = authorise(entry, identity, opened.book)
        self._own(operation, actor)
        if read_file is not None and has_unread(operation.args):
            operation = self._with_texts(operation, read_file)
        args = typed(entry, operation.args, opened.book)
        draws = hasattr(entry.load(), "draw")
        if draws:  # another process may have drawn, or finished, since it was read
            operation = self._open_operations().get(operation.id) or operation
            if operation.state is not OperationState.RECEIVED:
                return told(operation)
        if entry.effect == Effect.CONFIG:
            self._must_be_live(opened)
            land = self._changes.enqueue if is_urgent else self._changes.propose
            return land(self._understood(entry, operation, actor, args, opened), actor)
        if draws:
            operation = self._understood(entry, operation, actor, args, opened)
        reply = self._run(entry, args, opened, actor, operation)
        letters = self._letters(entry, operation, args, opened, actor)
        return self._endings.end(operation, reply, effects=letters)

    def _letters(
        self, entry: Entry, operation: Operation, args: BaseModel, opened: Opened, actor: Actor
    ) -> tuple[Outgoing, ...]:
        """Give what a command without a commit hands over once it is done."""
        afterwards = getattr(entry.load(), "afterwards", None)
        if afterwards is None:
            return ()
        services = self._services_for(lambda: opened.book, live=opened.live)
        letters = afterwards(args, services.replaying(operation), actor)
        return effects_of(letters, operation, actor, self._clock.now())

    def tend(self, command: str, args: Mapping[str, object]) -> Reply:
        """Run a step of the upkeep as the system, without an operation of its own: what it does is remembered where it is done.

        Never raises. A step that did nothing leaves no line in the log.
        """
        entry = self._catalogue.get(command)
        if entry is None:
            return refusal(f'there is no command "{command}"', outcome=Outcome.USAGE)

        def run() -> Reply:
            services = self._services_for(self._books.known, live=True)
            answer = entry.load().run(typed(entry, args, None), services, system())
            return self._reply(entry, answer)

        return guarded(entry, SYSTEM, run, tells=lambda reply: bool(reply.values.get("did")))

    def _own(self, operation: Operation, actor: Actor) -> None:
        """Write down whose operation it is, now that the person is known."""
        self._open_operations().move(
            operation.id,
            expect=(OperationState.RECEIVED,),
            to=OperationState.RECEIVED,
            at=self._clock.now(),
            actor=actor.id,
        )

    def _with_texts(self, operation: Operation, read_file: ReadFile) -> Operation:
        """Write the text of its files into an operation before anything is done with it: a replay asks nobody again."""
        args = with_texts(operation.args, read_file)
        moved = self._open_operations().move(
            operation.id,
            expect=(OperationState.RECEIVED,),
            to=OperationState.RECEIVED,
            at=self._clock.now(),
            args=args,
        )
        return moved or replace(operation, args=args)

    def _understood(
        self, entry: Entry, operation: Operation, actor: Actor, args: BaseModel, opened: Opened
    ) -> Operation:
        """Remember the typed arguments and what was drawn: a replay must neither read nor draw again."""
        typed = args.model_dump(mode="json", exclude_unset=True)
        drawn = dict(operation.drawn)
        draw = getattr(entry.load(), "draw", None)
        if draw is not None and DRAWN not in drawn:
            services = self._services_for(lambda: opened.book, live=opened.live)
            drawn[DRAWN] = draw(args, services, actor)
        moved = self._open_operations().move(
            operation.id,
            expect=(OperationState.RECEIVED,),
            to=OperationState.RECEIVED,
            at=self._clock.now(),
            args=typed,
            drawn=drawn,
        )
        return moved or replace(operation, actor=actor.id, args=typed, drawn=drawn)

    def _read(self, entry: Entry, request: Request) -> Reply:
        if not entry.book:
            return self._run_without_book(entry, request)
        opened = self._open(request.at, entry)
        actor = authorise(entry, request.identity, opened.book)
        return self._run(entry, typed(entry, request.args, opened.book), opened, actor)

    def _run_without_book(self, entry: Entry, request: Request) -> Reply:
        """Run a command that may not need the repository at all; it opens the book itself if it does."""
        open_book = cache(lambda: self._open(request.at, entry).book)
        services = self._services_for(open_book, live=not request.at)
        args = typed(entry, request.args, None)
        return self._reply(entry, entry.load().run(args, services, stranger(request.identity)))

    def _run(
        self,
        entry: Entry,
        args: BaseModel,
        opened: Opened,
        actor: Actor,
        operation: Operation | None = None,
    ) -> Reply:
        services = self._services_for(lambda: opened.book, live=opened.live)
        services = replace(services, moment=opened.moment)
        services = services.replaying(operation) if operation else services
        answer = self._reply(entry, entry.load().run(args, services, actor))
        reply = as_offered(answer, self._catalogue, actor)
        # A command that does something may have ended what the note tells of, as repo adopt does.
        note = opened.note if entry.effect is Effect.READ else self._books.head().note
        noted = (Text(note, Tone.WARNING),) if note else ()
        said = (*told_substitutes(opened.book), *noted)
        # Above what it is about; but a card, whose first block is its head, keeps its tabs in place.
        place = 1 if reply.blocks and isinstance(reply.blocks[0], Card) else 0
        return replace(reply, blocks=(*reply.blocks[:place], *said, *reply.blocks[place:]))

    def _reply(self, entry: Entry, answer: Reply | Intent) -> Reply:
        if isinstance(answer, Intent):
            raise TypeError(
                f"{entry.name} is declared {entry.effect} but wants to change the config"
            )
        return answer

    def _open(self, revision: object, entry: Entry) -> Opened:
        if revision and entry.moment:
            return self._books.open_moment(str(revision))
        return self._books.open(str(revision) if revision else None)

    def _must_be_live(self, opened: Opened) -> None:
        if not opened.live:
            raise Refused(
                "the past cannot be changed",
                "leave out --at: changes are made on the newest commit",
            )


def _is_said(switch: str, args: Mapping[str, object]) -> bool:
    """Whether a request says this switch: that it only looks, or that it cannot wait; no switch is never said."""
    said = args.get(switch) if switch else None
    return said is True or str(said).lower() in ("true", "yes", "on")
