"""How a change happens: plan, confirm, gate, commit, push, effects; and what is picked up after a crash.

An operation remembers the command and its arguments, never a patch: it is worked out anew on whatever the head of
the branch is when it is committed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from time import sleep

import structlog

from bot.books import Books
from bot.boundary import answer_to
from bot.changes import answers
from bot.changes.commands import Worked
from bot.changes.proposals import Proposals
from bot.changes.records import Records, ended
from bot.people import actor_of, identity_of
from engine.book import Book
from engine.errors import Invalid, Refused, Unavailable
from engine.ports.clock import Clock
from engine.ports.heads import Adoption
from engine.ports.ids import OperationId
from engine.ports.operations import FINAL_STATES, Operation, OperationState
from engine.ports.repository import CommitId, PushOutcome, PushResult, Repository
from engine.ports.store import Store
from handlers.kit.command import Actor, AtOnce
from handlers.kit.reply import Reply, encode
from handlers.kit.rewritten import Rewritten, refusal_of
from schemas.policy import Need

UNCONFIRMED = (OperationState.FORM, OperationState.RECEIVED, OperationState.PLANNED)
PLAN_LIVES = timedelta(hours=24)
TRY_FOR = timedelta(minutes=2)
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0

log = structlog.get_logger()


class Frozen(Unavailable):
    """Nothing lands now: the history of the config was rewritten, and nobody adopted it yet."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the config", "its history was rewritten", "An engineer runs: repo adopt")


class Changes:
    """The one path of every change to the config repository; safe for several threads and processes."""

    def __init__(
        self,
        *,
        repository: Repository,
        books: Books,
        records: Records,
        proposals: Proposals,
        clock: Clock,
        open_store: Callable[[], Store],
        pause: Callable[[float], None] = sleep,
    ) -> None:
        """Work on ``repository``."""
        self._repository = repository
        self._books = books
        self._records = records
        self._commands = records.commands
        self.telling = records.telling
        self.proposals = proposals
        self._clock = clock
        self._open_store = open_store
        self._pause = pause

    # --- planning ----------------------------------------------------------------------------------------------

    def propose(self, operation: Operation, actor: Actor) -> Reply:
        """Work out what an operation would do; commit at once if policy asks for nothing more.

        Raises:
            Refused, Invalid: the command cannot be done as asked; the operation is the caller's to close.
        """
        opened = self._books.head()
        self._must_have_grown(opened.book)
        worked = self._commands.work_out(operation, opened.book)
        if isinstance(worked, Reply):
            return self._records.close(operation.id, ended(worked), worked)
        notes = " ".join(note for note in (opened.note, self.proposals.note(worked)) if note)
        reply = answers.plan_reply(operation, worked.intent, worked.draft, notes)
        direct = worked.draft.plan.verdict.need is Need.DIRECT
        self._remember_plan(
            operation,
            worked,
            reply,
            expect=OperationState.RECEIVED,
            to=OperationState.QUEUED if direct else OperationState.PLANNED,
        )
        if not direct:
            return reply
        done = self._land(operation.id, actor)
        return replace(done, blocks=(*done.blocks, *answers.told_substitutes(worked.draft.before)))

    def _must_have_grown(self, book: Book) -> None:
        """Refuse a change while the history is rewritten, and say who can end that."""
        found = self._books.rewritten()
        if found is not None:
            raise refusal_of(book, self._repository, found)

    def _remember_plan(
        self,
        operation: Operation,
        worked: Worked,
        reply: Reply,
        *,
        expect: OperationState,
        to: OperationState,
    ) -> None:
        self._store.operations.move(
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
        self._store.operations.move(
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
            return answers.standing_reply(found)
        if self._clock.now() - found.received_at > PLAN_LIVES:
            return self._expire(found)
        if not digest or digest != found.digest:
            raise Refused(
                "this is not the plan as it stands now", "look at the newest message about it"
            )
        self._must_have_grown(self._books.known())
        self._store.operations.move(
            operation,
            expect=(OperationState.PLANNED,),
            to=OperationState.QUEUED,
            at=self._clock.now(),
        )
        return self._land(operation, actor)

    def cancel(self, operation: OperationId, actor: Actor) -> Reply:
        """Drop a planned operation, or take a proposal back; nothing was changed by it."""
        found = self._own(operation, actor)
        if found.state is OperationState.PROPOSED:
            return self.proposals.take_back(found)
        if found.state is not OperationState.PLANNED:
            return answers.standing_reply(found)
        said = answers.cancelled_reply(answers.subject_of(found))
        planned = (OperationState.PLANNED,)  # not one that was confirmed meanwhile: that lands
        return self._records.close(operation, OperationState.CANCELLED, said, expect=planned)

    def _own(self, operation: OperationId, actor: Actor) -> Operation:
        found = self._store.operations.get(operation)
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

    # --- landing -----------------------------------------------------------------------------------------------

    def _land(self, operation: OperationId, actor: Actor) -> Reply:
        """Commit and push a queued operation, one writer at a time; whoever comes second finds it done.

        What its command does at once comes first: it waits neither for the other writers nor for the remote.
        """
        acted: AtOnce | None = None
        try:
            acted = self._act(operation)
            if acted is not None and acted.is_all:
                return self._records.close(
                    operation, OperationState.DONE, answers.acted_reply(acted)
                )
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
            with suppress(Unavailable):  # the store may be what is away: that it waits is true
                self.telling.tell_waiting(operation, waiting)
            return answers.after(acted, waiting)
        except (Refused, Invalid) as problem:
            return self._give_up(operation, answer_to(problem))

    def _act(self, operation: OperationId) -> AtOnce | None:
        """Do what the command of a queued operation does at once, and tell the channel."""
        found = self._store.operations.get(operation)
        if found is None or found.state is not OperationState.QUEUED:
            return None
        done = self._commands.act(found)
        if done is None:
            return None
        acted, actor = done
        self.telling.tell_deed(found, actor, acted)
        return acted

    def act_on_waiting(self) -> None:
        """Do what waiting operations do at once: a crash may have come between being queued and being done."""
        for operation in self.queued():
            try:
                self._act(operation.id)
            except (Refused, Invalid) as problem:
                log.warning("change.not_at_once", operation=operation.id, why=str(problem))

    def _land_queued(self, operation: OperationId, actor: Actor) -> Reply:
        found = self._store.operations.get(operation)
        if found is None or found.state is not OperationState.QUEUED:
            return answers.standing_reply(found) if found else answers.NOTHING_TO_CHANGE
        try:
            return self._land_locked(found, actor)
        except (Refused, Invalid) as problem:
            return self._give_up(found.id, answer_to(problem))

    def _give_up(self, operation: OperationId, reply: Reply) -> Reply:
        """End an operation that may not land, unless an earlier try of it did: then it is done, whatever is so now."""
        found = self._store.operations.get(operation)
        if found is not None and found.state is OperationState.QUEUED:
            landed = self._landed_before(found)
            if landed is not None:
                return self._records.finish(found, self._actor(found), landed)
        final = self._records.close(operation, OperationState.REFUSED, reply)
        self._records.release(operation)
        return final

    def _land_locked(self, operation: Operation, actor: Actor) -> Reply:
        """Replay the intent on every new head until it lands, is refused, or the time is over."""
        started, pause, is_unclear = self._clock.now(), FIRST_PAUSE_S, False
        while True:
            head = self._repository.fetch()
            if self._books.rewritten() is not None:
                raise Frozen
            landed = self._landed_before(operation)
            if landed is not None:
                return self._records.finish(operation, actor, landed)
            worked = self._commands.work_out(operation, self._books.at(head))
            if isinstance(worked, Reply):
                return self._records.close(operation.id, ended(worked), worked)
            plan = worked.draft.plan
            # Without a digest it was confirmed before there was a plan.
            moved_on = operation.digest is not None and plan.digest != operation.digest
            if moved_on and plan.verdict.need is not Need.DIRECT:
                return self._ask_again(operation, worked)
            operation, commit = self._records.commit(operation, actor, worked)
            pushed = self._pushed(worked, commit)
            if pushed.outcome is PushOutcome.LANDED:
                return self._records.finish(operation, actor, commit, worked.intent.then)
            if pushed.outcome is PushOutcome.PROTECTED:
                return self.proposals.open(operation)
            if pushed.outcome is PushOutcome.DECLINED:
                raise _declined(pushed, is_unclear=is_unclear)
            is_unclear = is_unclear or pushed.outcome is PushOutcome.UNCLEAR
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

    def _pushed(self, worked: Worked, commit: CommitId) -> PushResult:
        """Push, unless a person is to merge it."""
        if worked.is_to_be_merged:
            return PushResult(PushOutcome.PROTECTED)
        return self._repository.push(commit, base=worked.draft.before.commit)

    def _landed_before(self, operation: Operation) -> CommitId | None:
        """Give the commit of an earlier try that is on the remote though its answer was lost.

        A slow remote may take an older try than the last; any counts that holds exactly what we tried to write.
        """
        proposed = operation.proposal is not None and operation.commit
        if proposed and self._repository.contains(proposed):
            return proposed  # somebody merged it, and was seen to
        # A restored store may have forgotten that it ever tried.
        if operation.commit is None and not self._store.operations.awaits_reconciling():
            return None
        found = self._repository.find_operation(operation.id, since=operation.base)
        if found is None or found == operation.commit:
            return found
        tree, written = self._repository.tree(found), operation.after or {}
        same = all(tree.get(path) == blob for path, blob in written.items())
        return found if same else None

    def adopt(self, name: str, found: Rewritten, actor: Actor) -> None:
        """Take rewritten history as the config, and tell the channel; done again it is the same adoption."""
        now = self._clock.now()
        self._store.heads.adopt(
            Adoption(operation=OperationId(name), old=found.old, new=found.new, by=actor.id, at=now)
        )
        log.warning("repo.adopted", old=found.old, new=found.new, actor=actor.id)
        self.telling.tell_adoption(name, found, actor)
        self._books.accept()

    def _ask_again(self, operation: Operation, worked: Worked) -> Reply:
        """The head moved and the plan means something else now: show it and ask once more."""
        note = "The config changed meanwhile, so this is not the plan you confirmed. Please look again."
        reply = answers.plan_reply(operation, worked.intent, worked.draft, note)
        self._remember_plan(
            operation, worked, reply, expect=OperationState.QUEUED, to=OperationState.PLANNED
        )
        return reply

    # --- after a crash, or when the outside is back --------------------------------------------------------------

    def fail(self, operation: OperationId, reply: Reply) -> Reply:
        """End an operation that met a bug."""
        return self._records.close(operation, OperationState.FAILED, reply)

    def queued(self) -> Sequence[Operation]:
        """List the operations that stayed queued when their process ended or the remote went away, oldest first."""
        return self._store.operations.unfinished((OperationState.QUEUED,))

    def forget_ended(self) -> None:
        """Release the commits of operations that ended: a crash may have come between their end and that."""
        for name in self._repository.kept():
            operation = self._store.operations.get(name)
            if operation is not None and operation.state in FINAL_STATES:
                self._records.let_go(operation)

    def take_up(self, operation: Operation) -> Reply:
        """Land one of them."""
        return self._land(operation.id, self._actor(operation))

    def expire(self) -> int:
        """End every plan, form and request that nobody went on with within a day; gives how many there were."""
        too_old = self._clock.now() - PLAN_LIVES
        expired = [
            operation
            for operation in self._store.operations.unfinished(UNCONFIRMED)
            if operation.received_at < too_old
        ]
        for operation in expired:
            self._expire(operation)
        return len(expired)

    def _expire(self, operation: Operation) -> Reply:
        reply = answers.expired_reply(answers.subject_of(operation))
        return self._records.close(operation.id, OperationState.EXPIRED, reply, expect=UNCONFIRMED)

    def _actor(self, operation: Operation) -> Actor:
        return actor_of(identity_of(operation), self._books.known())

    # --- small things --------------------------------------------------------------------------------------------

    @property
    def _store(self) -> Store:
        return self._open_store()


def _declined(pushed: PushResult, *, is_unclear: bool) -> Refused | Unavailable:
    """Say that the remote did not take a commit. After a try without an answer that may land yet it cannot be called refused."""
    if is_unclear:
        return Unavailable("a clear answer of the config remote", pushed.detail)
    return Refused(
        f"the config remote refused the commit: {pushed.detail}", "ask an engineer to look at it"
    )
