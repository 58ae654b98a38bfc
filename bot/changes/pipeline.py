"""How a change happens: plan, confirm, gate, commit, push, effects; and what is picked up after a crash.

An operation remembers the command and its arguments, never a patch: it is worked out anew on whatever the head of
the branch is when it is committed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from time import sleep

import structlog

from bot.books import Books
from bot.changes import answers
from bot.letters import effects_of
from bot.people import actor_of, authorise, identity_of
from engine.book import Book, file_blob
from engine.draft import Draft, Seen, make_draft
from engine.errors import Invalid, Refused, Severity, Unavailable
from engine.ports import (
    FINAL_STATES,
    Adoption,
    Clock,
    CommitId,
    Effect,
    Operation,
    OperationId,
    OperationState,
    OperationStore,
    Person,
    PushOutcome,
    Repository,
)
from handlers.kit.catalogue import Catalogue, Entry
from handlers.kit.command import Actor, AtOnce, Intent
from handlers.kit.reply import Actions, Outcome, Reply, decode, encode, refusal
from handlers.kit.rewritten import Rewritten, only_in, refusal_of
from handlers.kit.services import Services, ServicesFor
from handlers.kit.wording import command_line, one_line
from schemas.policy import Need

UNCONFIRMED = (OperationState.FORM, OperationState.RECEIVED, OperationState.PLANNED)
PLAN_LIVES = timedelta(hours=24)
TRY_FOR = timedelta(minutes=2)
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
WAITING = "waiting"

_OPEN = (OperationState.RECEIVED, OperationState.PLANNED, OperationState.QUEUED)

log = structlog.get_logger()


class Frozen(Unavailable):
    """Nothing lands now: the history of the config was rewritten, and nobody adopted it yet."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the config", "its history was rewritten", "An engineer runs: repo adopt")


@dataclass(frozen=True, slots=True)
class _Worked:
    """An intent worked out on a base."""

    intent: Intent
    draft: Draft


class Changes:
    """The one path of every change to the config repository; safe for several threads and processes."""

    def __init__(
        self,
        *,
        repository: Repository,
        books: Books,
        catalogue: Catalogue,
        clock: Clock,
        open_operations: Callable[[], OperationStore],
        services_for: ServicesFor,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        """Work on ``repository``; ``services_for`` gives a command its services on a book."""
        self._repository = repository
        self._books = books
        self._catalogue = catalogue
        self._clock = clock
        self._open_operations = open_operations
        self._services_for = services_for
        self._pause = pause

    # --- planning ----------------------------------------------------------------------------------------------

    def propose(self, operation: Operation, actor: Actor) -> Reply:
        """Work out what an operation would do; commit at once if policy asks for nothing more.

        Raises:
            Refused, Invalid: the command cannot be done as asked; the operation is the caller's to close.
        """
        opened = self._books.head()
        self._must_have_grown(opened.book)
        worked = self._work_out(operation, opened.book)
        if isinstance(worked, Reply):
            return self.close(operation.id, _ended(worked), worked)
        reply = answers.plan_reply(operation, worked.intent, worked.draft, opened.note)
        direct = worked.draft.plan.verdict.need is Need.DIRECT
        self._remember_plan(
            operation,
            worked,
            reply,
            expect=OperationState.RECEIVED,
            to=OperationState.QUEUED if direct else OperationState.PLANNED,
        )
        return self._land(operation.id, actor) if direct else reply

    def _must_have_grown(self, book: Book) -> None:
        """Refuse a change while the history is rewritten, and say who can end that."""
        found = self._books.rewritten()
        if found is not None:
            raise refusal_of(book, self._repository, found)

    def _work_out(self, operation: Operation, book: Book) -> _Worked | Reply:
        """Run the command on a book, if the person still may; a reply means that there is nothing to commit."""
        actor = self._asker(operation, book)
        module = self._entry(operation).load()
        services = self._services_for(lambda: book, live=True).replaying(operation)
        answer = module.run(module.Args.model_validate(operation.args), services, actor)
        if isinstance(answer, Reply):
            return answer
        draft = make_draft(
            book,
            answer.edits,
            services.text,
            least=answer.least,
            look=partial(self._outcomes, services),
        )
        return _Worked(answer, draft) if draft.files else answers.NOTHING_TO_CHANGE

    def _outcomes(
        self, services: Services, before: Book, after: Book, files: Mapping[str, bytes | None]
    ) -> Seen:
        """Say what a change does to calls."""
        from engine.outcomes import outcomes

        return outcomes(services.calls(before), services.calls(after), files, self._clock.now())

    def _asker(self, operation: Operation, book: Book) -> Actor:
        """Give the person who asked, if they still may."""
        actor = authorise(self._entry(operation), identity_of(operation), book)
        if actor.id != operation.actor:
            # The account may be another person's by now, and the commit carries the name of who asked.
            raise Refused(
                f"{operation.id} was asked for by {operation.actor}, and {identity_of(operation)} is {actor.name} now",
                "ask for it again",
            )
        return actor

    def _remember_plan(
        self,
        operation: Operation,
        worked: _Worked,
        reply: Reply,
        *,
        expect: OperationState,
        to: OperationState,
    ) -> None:
        self._operations.move(
            operation.id,
            expect=(expect,),
            to=to,
            at=self._clock.now(),
            base=worked.draft.before.commit,
            digest=worked.draft.plan.digest,
            plan=answers.plan_values(worked.intent, worked.draft),
            reply=encode(reply),
        )

    def enqueue(self, operation: Operation, actor: Actor) -> Reply:
        """Take an operation as confirmed by the way it was asked for, and land it; nothing is looked at before that."""
        self._operations.move(
            operation.id,
            expect=(OperationState.RECEIVED,),
            to=OperationState.QUEUED,
            at=self._clock.now(),
        )
        return self._land(operation.id, actor)

    # --- what a person says to a plan --------------------------------------------------------------------------

    def confirm(self, operation: OperationId, digest: str, actor: Actor) -> Reply:
        """Commit a planned operation, if its plan is still the one whose digest the person saw.

        Raises:
            Refused: it is not this person's, or the digest is not that of the plan.
        """
        found = self._own(operation, actor)
        if found.state is not OperationState.PLANNED:
            return self._as_it_stands(found)
        if self._clock.now() - found.received_at > PLAN_LIVES:
            return self._expire(found)
        if not digest or digest != found.digest:
            raise Refused(
                "this is not the plan as it stands now", "look at the newest message about it"
            )
        self._must_have_grown(self._books.known())
        self._operations.move(
            operation,
            expect=(OperationState.PLANNED,),
            to=OperationState.QUEUED,
            at=self._clock.now(),
        )
        return self._land(operation, actor)

    def cancel(self, operation: OperationId, actor: Actor) -> Reply:
        """Drop a planned operation; nothing was changed by it."""
        found = self._own(operation, actor)
        if found.state is not OperationState.PLANNED:
            return self._as_it_stands(found)
        return self.close(
            operation, OperationState.CANCELLED, answers.cancelled_reply(answers.subject_of(found))
        )

    def _own(self, operation: OperationId, actor: Actor) -> Operation:
        found = self._operations.get(operation)
        if found is None:
            raise Refused(
                f'there is no operation "{operation}"',
                "it is named in the message that shows its plan",
            )
        if found.actor != actor.id:
            raise Refused(
                f"{operation} was asked for by {found.actor}",
                "only the person who asked confirms or cancels it",
            )
        return found

    def _as_it_stands(self, operation: Operation) -> Reply:
        if operation.reply is not None and operation.state in FINAL_STATES:
            return decode(operation.reply)
        subject = answers.lower_first(answers.subject_of(operation))
        return Reply(f"Still at work: {subject}.", outcome=Outcome.WAITS, operation=operation.id)

    # --- landing -----------------------------------------------------------------------------------------------

    def _land(self, operation: OperationId, actor: Actor) -> Reply:
        """Commit and push a queued operation, one writer at a time; whoever comes second finds it done.

        What its command does at once comes first: it waits neither for the other writers nor for the remote.
        """
        acted: AtOnce | None = None
        try:
            acted = self._act(operation)
            if acted is not None and acted.is_all:
                return self.close(operation, OperationState.DONE, answers.acted_reply(acted))
            with self._repository.writer_lock():
                return answers.after(acted, self._land_queued(operation, actor))
        except Unavailable as unavailable:
            log.warning(
                "change.waits", operation=operation, what=unavailable.what, why=unavailable.why
            )
            said = (
                answers.FROZEN
                if isinstance(unavailable, Frozen)
                else answers.waiting_reply(unavailable.what)
            )
            waiting = replace(said, operation=operation)
            self._tell_waiting(operation, waiting)
            return answers.after(acted, waiting)
        except Refused as refused:
            return self._give_up(operation, refusal(refused.message, refused.hint))
        except Invalid as invalid:
            return self._give_up(operation, answers.invalid_reply(invalid))

    def _act(self, operation: OperationId) -> AtOnce | None:
        """Do what the command of a queued operation does at once, by what is known of the config; twice is as once."""
        found = self._operations.get(operation)
        if found is None or found.state is not OperationState.QUEUED:
            return None
        module = self._entry(found).load()
        at_once = getattr(module, "at_once", None)
        if at_once is None:
            return None
        book = self._books.known()
        actor = self._asker(found, book)
        services = self._services_for(lambda: book, live=True).replaying(found)
        acted: AtOnce | None = at_once(
            module.Args.model_validate(found.args), services, actor, found
        )
        if acted is not None and acted.news:
            self._operations.record_effects(self._news(found, actor, acted))
        return acted

    def _news(self, operation: Operation, actor: Actor, acted: AtOnce) -> tuple[Effect, ...]:
        """Tell the channel for changes what was done at once; told once, however often it is done."""
        channel = self._changes_channel()
        if not channel:
            return ()
        said = Reply(f"{actor.name}: {acted.news}", (Actions(acted.then),) if acted.then else ())
        effect = Effect(
            id=f"{operation.id}:at-once",
            operation=operation.id,
            kind="slack.post",
            recipient=f"slack:{channel}",
            payload={"channel": channel, "reply": encode(said)},
            created_at=self._clock.now(),
        )
        return (effect,)

    def act_on_waiting(self) -> None:
        """Do what waiting operations do at once: a crash may have come between being queued and being done."""
        for operation in self.queued():
            try:
                self._act(operation.id)
            except (Refused, Invalid) as problem:
                log.warning("change.not_at_once", operation=operation.id, why=str(problem))

    def _land_queued(self, operation: OperationId, actor: Actor) -> Reply:
        found = self._operations.get(operation)
        if found is None or found.state is not OperationState.QUEUED:
            return self._as_it_stands(found) if found else answers.NOTHING_TO_CHANGE
        try:
            return self._land_locked(found, actor)
        except Refused as refused:
            return self._give_up(found.id, refusal(refused.message, refused.hint))
        except Invalid as invalid:
            return self._give_up(found.id, answers.invalid_reply(invalid))

    def _give_up(self, operation: OperationId, reply: Reply) -> Reply:
        self._repository.release(operation)
        return self.close(operation, OperationState.REFUSED, reply)

    def _land_locked(self, operation: Operation, actor: Actor) -> Reply:
        """Replay the intent on every new head until it lands, is refused, or the time is over."""
        started, pause = self._clock.now(), FIRST_PAUSE_S
        while True:
            head = self._repository.fetch()
            if self._books.rewritten() is not None:
                raise Frozen
            landed = self._landed_before(operation)
            if landed is not None:
                return self._finish(operation, actor, landed)
            worked = self._work_out(operation, self._books.at(head))
            if isinstance(worked, Reply):
                return self.close(operation.id, _ended(worked), worked)
            plan = worked.draft.plan
            # Without a digest it was confirmed before there was a plan.
            moved_on = operation.digest is not None and plan.digest != operation.digest
            if moved_on and plan.verdict.need is not Need.DIRECT:
                return self._ask_again(operation, worked)
            operation, commit = self._commit(operation, actor, worked)
            pushed = self._repository.push(commit, base=head)
            if pushed.outcome is PushOutcome.LANDED:
                return self._finish(operation, actor, commit, then=worked.intent)
            if pushed.outcome is PushOutcome.PROTECTED:
                raise Refused(
                    f"the config remote refused the commit: {pushed.detail}",
                    "ask an engineer to look at it",
                )
            if self._clock.now() - started > TRY_FOR:
                raise Unavailable("the config remote", f"the branch kept moving: {pushed.detail}")
            log.info(
                "change.replay",
                operation=operation.id,
                why=str(pushed.outcome),
                detail=pushed.detail,
            )
            self._pause(pause * (1 + random.random() / 2))  # noqa: S311 -- jitter, not a secret
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def _landed_before(self, operation: Operation) -> CommitId | None:
        """Give the commit of an earlier try that is on the remote though its answer was lost.

        A slow remote may take an older try than the last; any counts that holds exactly what we tried to write.
        """
        # A restored store may have forgotten that it ever tried.
        if operation.commit is None and not self._operations.awaits_reconciling():
            return None
        found = self._repository.find_operation(operation.id, since=operation.base)
        if found is None or found == operation.commit:
            return found
        tree, written = self._repository.tree(found), operation.after or {}
        same = all(tree.get(path) == blob for path, blob in written.items())
        return found if same else None

    def _commit(
        self, operation: Operation, actor: Actor, worked: _Worked
    ) -> tuple[Operation, CommitId]:
        """Write the commit, and remember it before it is pushed, so that a crash in between can tell."""
        draft, now = worked.draft, self._clock.now()
        commit = self._repository.commit(
            draft.before.commit,
            draft.files,
            message=self._message(operation, actor, worked),
            author=Person(actor.name, actor.email),
            at=now,
            keep_as=operation.id,
        )
        before, after = draft.before.documents, draft.after.documents
        moved = self._operations.move(
            operation.id,
            expect=(OperationState.QUEUED,),
            to=OperationState.QUEUED,
            at=now,
            base=draft.before.commit,
            commit=commit,
            digest=draft.plan.digest,
            plan=answers.plan_values(worked.intent, draft),
            before={path: file_blob(before, path) for path in draft.files},
            after={path: file_blob(after, path) for path in draft.files},
        )
        if moved is None:
            raise Refused(
                f"{operation.id} was taken up elsewhere", "its message tells how it ended"
            )
        return moved, commit

    def _message(self, operation: Operation, actor: Actor, worked: _Worked) -> str:
        trailers = {
            "Op-Id": operation.id,
            "Plan-Digest": worked.draft.plan.digest,
            "Requested-by": f"{actor.id} ({actor.via})",
            "Command": command_line(self._entry(operation), operation.args),
        }
        lines = [f"{key}: {one_line(value)}" for key, value in trailers.items()]
        return "\n".join([one_line(worked.intent.subject), "", *lines, ""])

    def _finish(
        self, operation: Operation, actor: Actor, commit: CommitId, *, then: Intent | None = None
    ) -> Reply:
        subject = answers.subject_of(operation)
        reply = answers.done_reply(subject, operation, commit, then.then if then else ())
        self._operations.move(
            operation.id,
            expect=(OperationState.QUEUED,),
            to=OperationState.DONE,
            at=self._clock.now(),
            effects=(
                *self._announcements(operation, actor, reply),
                *self._letters(operation, actor, commit),
                *self._late_answer(operation, reply),
            ),
            commit=commit,
            reply=encode(reply),
        )
        self._books.accept()
        self._repository.release(operation.id)
        log.info(
            "change.done",
            operation=operation.id,
            commit=commit,
            digest=operation.digest,
            actor=actor.id,
        )
        return reply

    def _announcements(
        self, operation: Operation, actor: Actor, reply: Reply
    ) -> tuple[Effect, ...]:
        """Tell the channel for changes, if the carrier has one."""
        channel = self._changes_channel()
        if not channel:
            return ()
        said = answers.told_reply(operation, actor.name, reply)
        effect = Effect(
            id=f"{operation.id}:changes",
            operation=operation.id,
            kind="slack.post",
            recipient=f"slack:{channel}",
            payload={"channel": channel, "reply": encode(said)},
            created_at=self._clock.now(),
        )
        details = answers.details_reply(operation)
        if details is None:
            return (effect,)
        below = {"channel": channel, "reply": encode(details), "under": effect.id}
        return (effect, replace(effect, id=f"{operation.id}:details", payload=below))

    def _letters(self, operation: Operation, actor: Actor, commit: CommitId) -> tuple[Effect, ...]:
        """Hand over what the command has for somebody now that it has landed."""
        module = self._entry(operation).load()
        afterwards = getattr(module, "afterwards", None)
        if afterwards is None:
            return ()
        services = self._services_for(lambda: self._books.at(commit), live=True)
        args = module.Args.model_validate(operation.args)
        letters = afterwards(args, services.replaying(operation), actor)
        return effects_of(letters, operation, actor, self._clock.now())

    def announce_faults(self, book: Book) -> None:
        """Tell the channel for changes which documents of a new head do not hold, with file and line."""
        broken = [problem for problem in book.problems() if problem.severity is Severity.ERROR]
        channel = book.settings.channels.changes
        if not broken or not channel:
            return
        said = answers.broken_head_reply(book.commit, broken)
        effect = Effect(
            id=f"{book.commit}:faults",
            operation=None,
            kind="slack.post",
            recipient=f"slack:{channel}",
            payload={"channel": channel, "reply": encode(said)},
            created_at=self._clock.now(),
        )
        self._operations.record_effects((effect,))

    def announce_rewrite(self, found: Rewritten, book: Book) -> None:
        """Tell the channel for changes, once, that the history was rewritten: both heads, what stops, who ends it."""
        refused = refusal_of(book, self._repository, found)
        lost = only_in(self._repository, found.old, other=found.new)
        self._tell_channel(
            f"{found.digest}:rewritten", answers.rewritten_reply(refused, found, lost)
        )

    def adopt(self, name: str, found: Rewritten, actor: Actor) -> None:
        """Take rewritten history as the config, and tell the channel; done again it is the same adoption."""
        now = self._clock.now()
        self._operations.adopt(
            Adoption(operation=OperationId(name), old=found.old, new=found.new, by=actor.id, at=now)
        )
        log.warning("repo.adopted", old=found.old, new=found.new, actor=actor.id)
        self._tell_channel(f"{name}:adopted", answers.adopted_reply(found, actor.name))
        self._books.accept()

    def _tell_channel(self, name: str, said: Reply) -> None:
        channel = self._changes_channel()
        if channel:
            effect = Effect(
                id=name,
                operation=None,
                kind="slack.post",
                recipient=f"slack:{channel}",
                payload={"channel": channel, "reply": encode(said)},
                created_at=self._clock.now(),
            )
            self._operations.record_effects((effect,))

    def _changes_channel(self) -> str | None:
        """Give the channel to tell; none while the settings do not hold: what is pushed is done all the same."""
        try:
            return self._books.known().settings.channels.changes
        except (Invalid, Refused):
            return None

    def _ask_again(self, operation: Operation, worked: _Worked) -> Reply:
        """The head moved and the plan means something else now: show it and ask once more."""
        note = "The config changed meanwhile, so this is not the plan you confirmed. Please look again."
        reply = answers.plan_reply(operation, worked.intent, worked.draft, note)
        self._remember_plan(
            operation, worked, reply, expect=OperationState.QUEUED, to=OperationState.PLANNED
        )
        return reply

    # --- after a crash, or when the outside is back --------------------------------------------------------------

    def queued(self) -> Sequence[Operation]:
        """List the operations that stayed queued when their process ended or the remote went away, oldest first."""
        return self._operations.unfinished((OperationState.QUEUED,))

    def forget_ended(self) -> None:
        """Release the commits of operations that ended: a crash may have come between their end and that."""
        for name in self._repository.kept():
            operation = self._operations.get(name)
            if operation is not None and operation.state in FINAL_STATES:
                self._repository.release(name)

    def take_up(self, operation: Operation) -> Reply:
        """Land one of them."""
        return self._land(operation.id, self._actor(operation))

    def tell(self, operation: Operation, reply: Reply) -> None:
        """Let the person know what became of a change that was taken up, if they use Slack; how it ended is said once."""
        if reply.outcome is not Outcome.WAITS:
            asks = reply.outcome is Outcome.ASKS
            name = f"told:{self._clock.now().timestamp():.0f}" if asks else "told"
            self._operations.record_effects(self._to_person(operation, name, reply))

    def _late_answer(self, operation: Operation, reply: Reply) -> tuple[Effect, ...]:
        """Give the answer somebody was promised who was told to wait: it is recorded with the end itself."""
        return self._to_person(operation, "told", reply) if _was_told_to_wait(operation) else ()

    def _tell_waiting(self, operation: OperationId, reply: Reply) -> None:
        """Post that a change waits, once: what is seen by one person in a channel is gone when they reload."""
        found = self._operations.get(operation)
        if found is None or _was_told_to_wait(found):
            return
        self._operations.move(
            operation,
            expect=(OperationState.QUEUED,),
            to=OperationState.QUEUED,
            at=self._clock.now(),
            effects=self._to_person(found, WAITING, reply),
            reply=encode(reply),
        )

    def _to_person(self, operation: Operation, name: str, reply: Reply) -> tuple[Effect, ...]:
        """Write to who asked, in Slack; whatever follows takes the place of the message that they have to wait."""
        user = operation.origin.get("user")
        if operation.origin.get("front_end") != "slack":
            return ()
        updates = {} if name == WAITING else {"updates": f"{operation.id}:{WAITING}"}
        effect = Effect(
            id=f"{operation.id}:{name}",
            operation=operation.id,
            kind="slack.post",
            recipient=f"slack:{user}",
            payload={"channel": str(user), "reply": encode(reply), **updates},
            created_at=self._clock.now(),
        )
        return (effect,)

    def expire(self) -> int:
        """End every plan, form and request that nobody went on with within a day; gives how many there were."""
        too_old = self._clock.now() - PLAN_LIVES
        expired = [
            operation
            for operation in self._operations.unfinished(UNCONFIRMED)
            if operation.received_at < too_old
        ]
        for operation in expired:
            self._expire(operation)
        return len(expired)

    def _expire(self, operation: Operation) -> Reply:
        reply = answers.expired_reply(answers.subject_of(operation))
        return self.close(operation.id, OperationState.EXPIRED, reply, expect=UNCONFIRMED)

    def _actor(self, operation: Operation) -> Actor:
        return actor_of(identity_of(operation), self._books.known())

    # --- small things --------------------------------------------------------------------------------------------

    def close(
        self,
        operation: OperationId,
        state: OperationState,
        reply: Reply,
        *,
        expect: Sequence[OperationState] = _OPEN,
    ) -> Reply:
        """End an operation that changed nothing, with the answer it got."""
        final = replace(reply, operation=operation)
        found = self._operations.get(operation)
        self._operations.move(
            operation,
            expect=expect,
            to=state,
            at=self._clock.now(),
            effects=self._late_answer(found, final) if found else (),
            reply=encode(final),
        )
        return final

    def _entry(self, operation: Operation) -> Entry:
        entry = self._catalogue.get(operation.command)
        if entry is None:
            raise Refused(
                f'there is no command "{operation.command}" any more', "it was renamed or removed"
            )
        return entry

    @property
    def _operations(self) -> OperationStore:
        return self._open_operations()


def _was_told_to_wait(operation: Operation) -> bool:
    return operation.reply is not None and decode(operation.reply).outcome is Outcome.WAITS


def _ended(reply: Reply) -> OperationState:
    """Tell how an operation ends that has nothing to commit: a command may refuse by what it answers."""
    return OperationState.REFUSED if reply.outcome is Outcome.REFUSED else OperationState.DONE
