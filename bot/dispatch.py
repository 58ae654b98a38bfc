"""The one path of every request: parse, authorise, run, audit, Reply; and the one error boundary.

Front ends hand in a ``Request`` and get a ``Reply``; they never run a command themselves.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

import structlog
from pydantic import BaseModel
from structlog.contextvars import bound_contextvars

from bot.arguments import typed
from bot.books import Books, Opened
from bot.changes.answers import (
    invalid_reply,
    left_reply,
    standing_reply,
    told_substitutes,
)
from bot.changes.pipeline import Changes
from bot.letters import at_terminal, effects_of, opened
from bot.people import SYSTEM, Identity, authorise, identity_of, stranger, system
from engine.errors import Invalid, Refused, Unavailable
from engine.ports.clock import Clock
from engine.ports.ids import Ids, OperationId
from engine.ports.operations import (
    FINAL_STATES,
    EffectState,
    Operation,
    OperationState,
    OperationStore,
)
from engine.ports.operations import Effect as Outgoing
from engine.ports.repository import CommitId
from engine.ports.secrets import Vault
from engine.sealed import recipients_of
from handlers.kit.catalogue import Catalogue, Effect, Entry
from handlers.kit.command import Actor, Intent
from handlers.kit.files import ReadFile, has_unread, with_texts
from handlers.kit.reply import Card, Outcome, Reply, Text, Tone, decode, encode, refusal
from handlers.kit.rewritten import Rewritten
from handlers.kit.secret import secret_arguments, with_sealed
from handlers.kit.services import DRAWN, ServicesFor

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command to run, as a front end understood it. ``args`` are raw: text as typed, or JSON values.

    ``delivery`` is the same for repeated deliveries of one request and for nothing else. ``origin`` is where the
    answer goes, for the front end itself.
    """

    command: str
    args: Mapping[str, object]
    identity: Identity
    delivery: str
    origin: Mapping[str, object] = field(default_factory=dict)
    at: str | None = None


class Dispatcher:
    """Runs requests; safe for several threads."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        books: Books,
        changes: Changes,
        clock: Clock,
        ids: Ids,
        open_operations: Callable[[], OperationStore],
        services_for: ServicesFor,
        vault: Vault,
    ) -> None:
        """Run commands of ``catalogue`` on ``books``; ``vault`` seals what is secret before it is stored."""
        self.catalogue = catalogue
        self.books = books
        self.changes = changes
        self._clock = clock
        self._ids = ids
        self._open_operations = open_operations
        self._services_for = services_for
        self._vault = vault
        self._left: dict[OperationId, Operation] = {}

    # --- the whole path ----------------------------------------------------------------------------------------

    def answer(self, request: Request) -> Reply:
        """Run a request from beginning to end. A read leaves no trace in the store, everything else does."""
        entry = self.catalogue.get(request.command)
        if entry is None:
            return refusal(
                f'there is no command "{request.command}"', "see: help", outcome=Outcome.USAGE
            )
        if entry.effect == Effect.READ:
            return self._guarded(entry, request.identity, lambda: self._read(entry, request))
        if _is_said(entry.look, request.args):
            return self._guarded(
                entry, request.identity, lambda: self._run_without_book(entry, request)
            )
        received = self._guarded_receive(request)
        if isinstance(received, Reply):
            return received
        operation, fresh = received
        return self.work(operation) if fresh else self.told(operation)

    def receive(
        self, request: Request, *, state: OperationState = OperationState.RECEIVED
    ) -> tuple[Operation, bool]:
        """Record a request durably before it is acknowledged; False if this delivery is known already."""
        now = self._clock.now()
        entry = self.catalogue.get(request.command)
        operation = Operation(
            id=self._ids.operation(),
            delivery=request.delivery,
            received_at=now,
            updated_at=now,
            actor=str(request.identity),
            command=request.command,
            args=self._sealed(entry, request.args, request.identity)
            if entry
            else dict(request.args),
            drawn={},
            origin={**request.origin, "identity": str(request.identity), "at": request.at},
            state=state,
        )
        return self._open_operations().receive(operation)

    def _sealed(
        self, entry: Entry, args: Mapping[str, object], who: Identity | None = None
    ) -> dict[str, object]:
        """Give arguments as they may be stored: what is secret is looked at now, and sealed.

        Raises:
            Invalid: a secret breaks its rules.
            Refused: nobody is named who may read secrets, or ``who`` may not run the command.
        """
        if not any(isinstance(args.get(one.name), str) for one in secret_arguments(entry)):
            return dict(args)
        book = self.books.known()
        if who is not None:
            authorise(entry, who, book)
        typed(entry, args, None)
        recipients = recipients_of(book.settings)
        return with_sealed(entry, args, lambda text: self._vault.seal(text, recipients))

    def take_event(self, event: str) -> bool:
        """Remember that an event from outside was taken; False if it was before. A store out of reach takes all: nothing that an event
        starts changes anything, and drawing twice is better than not at all."""
        try:
            return self._open_operations().take_event(event, at=self._clock.now())
        except Unavailable as unavailable:
            log.warning("event.not_remembered", event_id=event, why=unavailable.why)
            return True

    def operation(self, operation: OperationId) -> Operation | None:
        """Give an operation by id."""
        return self._open_operations().get(operation)

    def form_values(
        self, entry: Entry, typed: Mapping[str, object], operation: Operation
    ) -> tuple[Reply | None, Mapping[str, object]]:
        """Give what a command's form comes filled with, and remember it; a reply says why there is no form."""
        filled: dict[str, object] = {}

        def fill() -> Reply:
            opened = self.books.head()
            authorise(entry, identity_of(operation), opened.book)
            if entry.fills and all(argument.name in typed for argument in entry.required):
                fill_form = entry.load().fill  # type: ignore[attr-defined]
                filled.update(fill_form(self._services_for(lambda: opened.book, live=True), typed))
            return Reply("")

        reply = self._guarded(entry, identity_of(operation), fill)
        if reply.outcome is not Outcome.DONE:
            return reply, {}
        self._open_operations().move(
            operation.id,
            expect=(OperationState.FORM,),
            to=OperationState.FORM,
            at=self._clock.now(),
            drawn={"filled": filled},
        )
        return None, {**filled, **typed}

    def submit(self, operation: Operation, args: Mapping[str, object]) -> Operation | None:
        """Turn a form into a request with these arguments; None if it was turned into one already."""
        entry = self.catalogue.get(operation.command)
        return self._open_operations().move(
            operation.id,
            expect=(OperationState.FORM,),
            to=OperationState.RECEIVED,
            at=self._clock.now(),
            args=self._sealed(entry, args) if entry else dict(args),
        )

    def told(self, operation: Operation) -> Reply:
        """Give the answer an operation got, or say that it is still at work."""
        if operation.state is OperationState.PROPOSED:
            return standing_reply(operation)
        if operation.reply is not None and operation.state is not OperationState.QUEUED:
            return decode(operation.reply)
        return Reply(
            f"{operation.command}: still at work.", outcome=Outcome.WAITS, operation=operation.id
        )

    def left(self) -> Sequence[Operation]:
        """Give, once each and as they stand now, the operations that were left open because the store was away.

        Raises:
            Unavailable: it still is.
        """
        found = [self.operation(name) or known for name, known in tuple(self._left.items())]
        for operation in found:
            del self._left[operation.id]
        return found

    def work(self, operation: Operation, read_file: ReadFile | None = None) -> Reply:
        """Run a received operation and remember its answer; ``read_file`` fetches what a form only named. Never raises."""
        entry = self.catalogue.get(operation.command)
        identity = identity_of(operation)
        if entry is None:
            return self._ended(
                operation, refusal(f'there is no command "{operation.command}"', "see: help")
            )
        with bound_contextvars(operation=operation.id):
            return self._guarded(
                entry,
                identity,
                lambda: self._work(entry, operation, identity, read_file),
                operation,
            )

    def _work(
        self, entry: Entry, operation: Operation, identity: Identity, read_file: ReadFile | None
    ) -> Reply:
        at = operation.origin.get("at")
        is_urgent = not at and _is_said(entry.urgent, operation.args)
        # What cannot wait is judged by what is known: asking the remote may take half a minute.
        opened = Opened(self.books.known(), True) if is_urgent else self._open(at, entry)
        actor = authorise(entry, identity, opened.book)
        self._own(operation, actor)
        if read_file is not None and has_unread(operation.args):
            operation = self._with_texts(operation, read_file)
        args = typed(entry, operation.args, opened.book)
        draws = hasattr(entry.load(), "draw")
        if draws:  # another process may have drawn, or finished, since it was read
            operation = self._open_operations().get(operation.id) or operation
            if operation.state is not OperationState.RECEIVED:
                return self.told(operation)
        if entry.effect == Effect.CONFIG:
            self._must_be_live(opened)
            land = self.changes.enqueue if is_urgent else self.changes.propose
            return land(self._understood(entry, operation, actor, args, opened), actor)
        if draws:
            operation = self._understood(entry, operation, actor, args, opened)
        reply = self._run(entry, args, opened, actor, operation)
        letters = self._letters(entry, operation, args, opened, actor)
        return self._ended(operation, reply, effects=letters)

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
        entry = self.catalogue.get(command)
        if entry is None:
            return refusal(f'there is no command "{command}"', outcome=Outcome.USAGE)

        def run() -> Reply:
            services = self._services_for(self.books.known, live=True)
            answer = entry.load().run(typed(entry, args, None), services, system())
            return self._reply(entry, answer)

        return self._guarded(entry, SYSTEM, run, tells=lambda reply: bool(reply.values.get("did")))

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
        reply = self._reply(entry, entry.load().run(args, services, actor))
        # A command that does something may have ended what the note tells of, as repo adopt does.
        note = opened.note if entry.effect is Effect.READ else self.books.head().note
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
            return self.books.open_moment(str(revision))
        return self.books.open(str(revision) if revision else None)

    def _must_be_live(self, opened: Opened) -> None:
        if not opened.live:
            raise Refused(
                "the past cannot be changed",
                "leave out --at: changes are made on the newest commit",
            )

    def hand_over(self, operation: OperationId, show: Callable[[Reply], None]) -> None:
        """Show the letter of an operation to somebody at a terminal, once; nothing if there is none.

        A letter that was not shown stays, and goes to them by mail.
        """
        store = self._open_operations()
        effect = store.claim_effect(at_terminal(operation), now=self._clock.now())
        if effect is None:
            return
        shown = False
        try:
            show(opened(effect.payload, self._vault).reply)
            shown = True
        finally:
            now = self._clock.now()
            state = EffectState.SENT if shown else EffectState.PENDING
            store.settle_effect(effect.id, state=state, at=now, next_try_at=None if shown else now)

    # --- the desk ------------------------------------------------------------------------------------------------

    def confirm(self, operation: OperationId, digest: str, actor: Actor) -> Reply:
        """Commit a planned operation whose plan has this digest."""
        return self.changes.confirm(operation, digest, actor)

    def cancel(self, operation: OperationId, actor: Actor) -> Reply:
        """Drop a planned operation, or take a proposal back."""
        return self.changes.cancel(operation, actor)

    def adopt(self, name: str, old: CommitId, new: CommitId, actor: Actor) -> None:
        """Take rewritten history as the config."""
        self.changes.adopt(name, Rewritten(old, new), actor)

    def resume(self) -> Sequence[tuple[Operation, Reply]]:
        """Look what became of proposals, and take up every queued change; gives what was taken up and how it went.

        A queued change that meets a bug ends, so that it does not hold up those behind it.
        """
        self.changes.forget_ended()
        taken = list(self._followed())
        for operation in self.changes.queued():
            entry = self.catalogue.get(operation.command)
            if (
                entry is None
            ):  # another version of the program took it: it is done if it landed, else refused
                taken.append((operation, self.changes.take_up(operation)))
            else:
                taken.append((operation, self._take_up(entry, operation)))
        return taken

    def _followed(self) -> Iterator[tuple[Operation, Reply]]:
        """Give the proposals that ended, and how."""
        for operation in self.changes.proposals.waiting():
            entry = self.catalogue.get(operation.command)
            if entry is None:
                continue
            with bound_contextvars(operation=operation.id):
                reply = self._guarded(
                    entry,
                    identity_of(operation),
                    partial(self.changes.proposals.follow, operation),
                    tells=lambda reply: reply.outcome is not Outcome.WAITS,
                )
            now = self._open_operations().get(operation.id)
            if now is not None and now.state in FINAL_STATES:
                yield operation, reply

    def _take_up(self, entry: Entry, operation: Operation) -> Reply:
        identity = identity_of(operation)
        with bound_contextvars(operation=operation.id):
            reply = self._guarded(entry, identity, lambda: self.changes.take_up(operation))
        if reply.outcome is Outcome.BUG:
            reply = self.changes.fail(operation.id, reply)
        self.changes.telling.tell(operation, reply)
        return reply

    # --- the error boundary ------------------------------------------------------------------------------------

    def _guarded(
        self,
        entry: Entry,
        identity: Identity,
        run: Callable[[], Reply],
        operation: Operation | None = None,
        *,
        tells: Callable[[Reply], bool] = lambda _: True,
    ) -> Reply:
        """Turn what goes wrong into an answer, and log the run; ``tells`` says of one that went well whether it is logged."""
        started = time.perf_counter()
        incident = ""
        try:
            reply = run()
        except Refused as refused:
            reply = self._ended(operation, refusal(refused.message, refused.hint))
        except Invalid as invalid:
            reply = self._ended(operation, invalid_reply(invalid))
        except Unavailable as unavailable:
            reply = self._ended(operation, _unavailable(unavailable))
        except Exception:  # the one error boundary: anything else is a bug and gets an incident id
            incident = f"inc-{secrets.token_hex(4)}"
            log.exception("command.bug", command=entry.name, incident=incident)
            reply = self._ended(operation, _bug(incident), OperationState.FAILED)
        if reply.outcome in (Outcome.DONE, Outcome.WAITS) and not tells(reply):
            return reply
        log.info(
            "command.run",
            command=entry.name,
            who=str(identity),
            outcome=str(reply.outcome),
            **({"operation": reply.operation} if reply.operation else {}),
            **({"digest": digest} if (digest := reply.values.get("digest")) else {}),
            ms=round((time.perf_counter() - started) * 1000),
        )
        return reply

    def _guarded_receive(self, request: Request) -> tuple[Operation, bool] | Reply:
        try:
            return self.receive(request)
        except Unavailable as unavailable:
            return _unavailable(unavailable)
        except Refused as refused:
            return refusal(refused.message, refused.hint)
        except Invalid as invalid:
            return invalid_reply(invalid)

    def _ended(
        self,
        operation: Operation | None,
        reply: Reply,
        state: OperationState | None = None,
        *,
        effects: Sequence[Outgoing] = (),
    ) -> Reply:
        """Remember the answer of an operation that ends here; while the store is away, leave it to be worked on again."""
        if operation is None:
            return reply
        try:
            return self._closed(operation, reply, state, effects)
        except Unavailable as away:
            log.warning("command.left", operation=operation.id, why=str(away))
            if operation.origin.get("front_end") != "slack":  # nobody would work on it again
                return _unavailable(away)
            self._left[operation.id] = operation
            return replace(left_reply(away.what), operation=operation.id)

    def _closed(
        self,
        operation: Operation,
        reply: Reply,
        state: OperationState | None,
        effects: Sequence[Outgoing],
    ) -> Reply:
        """Remember the answer of an operation that ends here; one that already ended keeps its own."""
        # Who confirmed a change that waits has confirmed it: what is refused would not land later.
        did = reply.outcome in (Outcome.DONE, Outcome.WAITS)
        ended = state or (OperationState.DONE if did else OperationState.REFUSED)
        final = replace(reply, operation=reply.operation or operation.id)
        moved = self._open_operations().move(
            operation.id,
            expect=(OperationState.RECEIVED,),
            to=ended,
            at=self._clock.now(),
            effects=effects,
            reply=encode(final),
        )
        if moved is None and reply.outcome is Outcome.UNAVAILABLE:
            # It had gone on before something went away: it waits, or it is done.
            return self.told(self.operation(operation.id) or operation)
        return final


def _is_said(switch: str, args: Mapping[str, object]) -> bool:
    """Whether a request says this switch: that it only looks, or that it cannot wait; no switch is never said."""
    said = args.get(switch) if switch else None
    return said is True or str(said).lower() in ("true", "yes", "on")


def _unavailable(unavailable: Unavailable) -> Reply:
    return refusal(f"{unavailable}.", unavailable.remedy, outcome=Outcome.UNAVAILABLE)


def _bug(incident: str) -> Reply:
    return Reply(
        f"Something went wrong inside Trunkline. Nothing is lost; tell an engineer the number {incident}.",
        outcome=Outcome.BUG,
        incident=incident,
    )
