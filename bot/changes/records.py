"""What is written down of an operation on its way: its commit before that is pushed, and its end with all that is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.books import Books
from bot.changes import answers
from bot.changes.commands import Commands, Worked
from bot.changes.telling import Telling
from engine.errors import Refused, Unavailable
from engine.ports.clock import Clock
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, Operations, OperationState
from engine.ports.repository import CommitId, Person, PushOutcome, PushResult, Repository
from handlers.kit.command import Actor
from handlers.kit.reply import Button, Outcome, Reply, encode

OPEN = (OperationState.RECEIVED, OperationState.PLANNED, OperationState.QUEUED)
_NOT_DONE = tuple(state for state in OperationState if state is not OperationState.DONE)

log = structlog.get_logger()


class Records:
    """Writes it down; safe for several threads and processes: who comes second changes nothing."""

    def __init__(
        self,
        *,
        repository: Repository,
        books: Books,
        commands: Commands,
        telling: Telling,
        clock: Clock,
        open_operations: Callable[[], Operations],
    ) -> None:
        """Write about changes to ``repository``."""
        self._repository = repository
        self._books = books
        self.commands = commands
        self.telling = telling
        self._clock = clock
        self._open_operations = open_operations

    def commit(
        self, operation: Operation, actor: Actor, worked: Worked
    ) -> tuple[Operation, CommitId]:
        """Write the commit, and remember it before it is pushed, so that a crash in between can tell."""
        draft, now = worked.draft, self._clock.now()
        commit = self._repository.commit(
            draft.before.commit,
            draft.files,
            message=self.commands.message(operation, actor, worked),
            author=Person(actor.name, actor.email),
            at=now,
            keep_as=operation.id,
        )
        moved = self._open_operations().move(
            operation.id,
            expect=(operation.state,),
            to=operation.state,
            at=now,
            base=draft.before.commit,
            commit=commit,
            digest=draft.plan.digest,
            plan=answers.plan_values(worked.intent, draft),
            before=worked.before,
            after=worked.after,
            proposal=_tried_too(operation, commit),
        )
        if moved is None:
            raise Refused(
                f"{operation.id} was taken up elsewhere", "its message tells how it ended"
            )
        return moved, commit

    def finish(
        self, operation: Operation, actor: Actor, commit: CommitId, then: Sequence[Button] = ()
    ) -> Reply:
        """End an operation whose commit is on the branch: tell it, hand over its letters, and let its commit go."""
        subject = answers.subject_of(operation)
        letters = self.commands.letters(operation, actor, commit)
        # With them a person may have been forgotten, in this operation too: only what is left of it is told.
        left = self._open_operations().get(operation.id) or operation
        reply = answers.done_reply(subject, left, commit, tuple(then))
        self._open_operations().move(
            operation.id,
            expect=_NOT_DONE,  # whoever ended it meanwhile did not know that it landed
            to=OperationState.DONE,
            at=self._clock.now(),
            effects=(
                *self.telling.of_done(left, actor, reply),
                *letters,
                *self.telling.late_answer(operation, reply),
            ),
            commit=commit,
            reply=encode(reply),
        )
        self._accept()
        self.let_go(operation)
        log.info(
            "change.done",
            operation=operation.id,
            commit=commit,
            digest=operation.digest,
            actor=actor.id,
        )
        return reply

    def let_go(self, operation: Operation) -> None:
        """Let go what only an open operation needs: its branch, if that is as we left it, and its commit in the clone.

        Where the remote is away both stay until it is asked again.
        """
        held: Any = operation.proposal or {"branch": "", "tried": ()}
        there = self._repository.branch(held["branch"]) if held["branch"] else None
        if there in held["tried"]:
            try:
                removed = self._repository.move_branch(held["branch"], None, was=there)
            except Unavailable as unavailable:
                removed = PushResult(PushOutcome.UNCLEAR, str(unavailable))
            if removed.outcome is PushOutcome.UNCLEAR:
                log.warning("change.branch_left", operation=operation.id, why=removed.detail)
                return
        self.release(operation.id)

    def release(self, operation: OperationId) -> None:
        """Forget the commit of an operation that ended; what ended stays so if the clone does not take that now."""
        try:
            self._repository.release(operation)
        except Unavailable as unavailable:
            log.warning("change.not_released", operation=operation, why=unavailable.why)

    def _accept(self) -> None:
        """Take the head as the one in force; a store that is busy now does so when the remote is looked at next."""
        try:
            self._books.accept()
        except Unavailable as unavailable:
            log.warning("change.not_accepted", what=unavailable.what, why=unavailable.why)

    def close(
        self,
        operation: OperationId,
        state: OperationState,
        reply: Reply,
        *,
        expect: Sequence[OperationState] = OPEN,
    ) -> Reply:
        """End an operation that changed nothing, with the answer it got; one that went on meanwhile is told as it stands."""
        final = replace(reply, operation=operation)
        found = self._open_operations().get(operation)
        moved = self._open_operations().move(
            operation,
            expect=expect,
            to=state,
            at=self._clock.now(),
            effects=self.telling.of_nothing(found, final) if found else (),
            reply=encode(final),
        )
        latest = None if moved else self._open_operations().get(operation)
        return answers.standing_reply(latest) if latest else final


def _tried_too(operation: Operation, commit: CommitId) -> Mapping[str, object] | None:
    """Count a commit among those that we put on the branch of a proposal."""
    held: Any = operation.proposal
    return None if held is None else {**held, "tried": [*held["tried"], commit]}


def ended(reply: Reply) -> OperationState:
    """Tell how an operation ends that has nothing to commit: a command may refuse by what it answers."""
    return OperationState.REFUSED if reply.outcome is Outcome.REFUSED else OperationState.DONE
