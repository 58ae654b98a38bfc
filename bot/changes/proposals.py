"""Changes that a person merges: each on a branch of its own, followed until it is merged, closed or taken back.

Only git is asked: whoever merges decides on the forge, and what they decided is read from the branches. An adapter for
a forge would open the pull request where ``_stands`` only names the branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

import structlog

from bot.books import Books
from bot.boundary import answer_to
from bot.changes import answers
from bot.changes.commands import Worked
from bot.changes.records import Records, ended
from bot.people import actor_of, identity_of
from engine.errors import Invalid, Refused, Unavailable
from engine.formats import SETTINGS
from engine.ports.clock import Clock
from engine.ports.effects import Effect
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, Operations, OperationState
from engine.ports.repository import CommitId, PushOutcome, Repository
from handlers.kit.passwords import holds_secret
from handlers.kit.reply import Reply, encode, refusal

PREFIX = "trunkline"
_UNIQUE = 8
"""Letters of the operation id that make the name of its branch unique; the last are random."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where the commit of an operation waits, as it is remembered with it.

    ``tried`` are the commits that we put on the branch, or were about to: at any other it is somebody else's. ``stands``: it was
    there. ``told`` is the digest of the plan as the person knows it. ``touched``: they know that somebody pushed to it.
    """

    branch: str
    tried: tuple[CommitId, ...] = ()
    stands: bool = False
    told: str = ""
    touched: bool = False


class Proposals:
    """Opens, follows and ends proposals. A step may be taken at any time and again; each takes the writer's turn."""

    def __init__(
        self,
        *,
        repository: Repository,
        books: Books,
        records: Records,
        clock: Clock,
        open_operations: Callable[[], Operations],
    ) -> None:
        """Propose changes to ``repository``."""
        self._repository = repository
        self._books = books
        self._records = records
        self._commands = records.commands
        self._telling = records.telling
        self._clock = clock
        self._open_operations = open_operations
        self._quiet: dict[OperationId, tuple[CommitId, CommitId | None]] = {}

    def open(self, operation: Operation) -> Reply:
        """Put the commit of a queued operation on a branch of its own; the caller has the writer's turn."""
        assert operation.commit is not None
        proposal = Proposal(branch_of(operation), (operation.commit,))
        return self._put(self._moved(operation, proposal), was=None)

    def waiting(self) -> Sequence[Operation]:
        """List the operations that wait to be merged, oldest first."""
        return self._open_operations().unfinished((OperationState.PROPOSED,))

    def note(self, worked: Worked) -> str:
        """Say that somebody has to merge the change, and who proposes one of the same objects already."""
        how = "Once confirmed it is proposed on a branch, and done when somebody merges that."
        mine = {(change.path, change.document) for change in worked.draft.plan.changes}
        met = [one for one in self.waiting() if _objects(mine) & _objects(_changed(one))]
        others = (
            f"{one.actor} proposes a change of the same, which is not merged yet: {proposal_of(one).branch}."
            for one in met
        )
        return " ".join((*([how] if worked.is_to_be_merged else ()), *others))

    def follow(self, operation: Operation) -> Reply:
        """Look what became of a proposal, by the remote as last fetched; gives how it ended, else what it waits for."""
        there = self._repository.branch(proposal_of(operation).branch)
        if self._quiet.get(operation.id) == (self._repository.head(), there):
            return answers.standing_reply(operation)
        with self._repository.writer_lock():
            found = self._open_operations().get(operation.id)
            if found is None or found.state is not OperationState.PROPOSED:
                return answers.standing_reply(found or operation)
            return self._look(found, proposal_of(found))

    def take_back(self, operation: Operation) -> Reply:
        """Drop a proposal at the word of its person, unless it was merged meanwhile.

        Raises:
            Refused: the branch is somebody else's by now, or the remote does not let it go.
        """
        with self._repository.writer_lock():
            self._repository.fetch()
            found = self._open_operations().get(operation.id)
            if found is None or found.state is not OperationState.PROPOSED:
                return answers.standing_reply(found or operation)
            reply = answers.cancelled_reply(answers.subject_of(found))
            return self._withdraw(found, OperationState.CANCELLED, reply)

    # --- what became of it -------------------------------------------------------------------------------------

    def _look(self, operation: Operation, proposal: Proposal) -> Reply:
        there = self._repository.branch(proposal.branch)
        seen = (self._repository.head(), there)
        merged = self._merged(operation, proposal)
        if merged is not None:
            return self._finish(operation, *merged)
        if there is None and proposal.stands:
            return self._closed(operation, proposal)
        if there is not None and there not in proposal.tried:
            self._quiet[operation.id] = seen
            return self._hands_off(operation, proposal, there)
        renewed = self._renewed(operation)
        if isinstance(renewed, Reply):
            return renewed
        if there != renewed.commit or not proposal.stands:
            return self._put(renewed, was=there)
        self._quiet[operation.id] = seen
        return answers.standing_reply(operation)

    def _merged(
        self, operation: Operation, proposal: Proposal
    ) -> tuple[CommitId, Operation] | None:
        """Find the commit by which somebody merged it, and give the operation with the blobs from before and after that.

        Whoever merges is the authority, but a trailer alone proves nothing: either history contains a commit of ours, or one
        that carries the Op-Id holds what we proposed, or the files are at the head as we proposed them.
        """
        for ours in reversed(proposal.tried):
            if self._repository.contains(ours):
                return ours, self._as_of(operation, ours)
        assert operation.base is not None
        for carrying in self._repository.carrying(operation.id, since=operation.base):
            if self._holds(operation, carrying) or self._is_replay(operation, carrying):
                return carrying, self._as_of(operation, carrying)
        head, paths = self._repository.head(), tuple(operation.after or ())
        if self._holds(operation, head):
            return self._repository.log(paths, at=head, limit=1)[0].id, operation
        return None

    def _holds(self, operation: Operation, commit: CommitId) -> bool:
        """Whether every file of the operation is at a commit as the proposal wrote it."""
        changed, before = self._changed_until(operation, commit), operation.before or {}
        written = (operation.after or {}).items()
        return changed is not None and all(
            changed.get(path, before.get(path)) == blob for path, blob in written
        )

    def _changed_until(
        self, operation: Operation, commit: CommitId
    ) -> Mapping[str, str | None] | None:
        """Give what differs between the base of an operation and a commit; None if the two cannot be compared."""
        assert operation.base is not None
        try:
            return self._repository.changed(operation.base, commit)
        except Refused:
            return None

    def _is_replay(self, operation: Operation, commit: CommitId) -> bool:
        """Whether a commit holds what the intent comes to on its parent: others changed the same files before the merge."""
        tree = self._repository.tree(commit)
        with suppress(Refused, Invalid):
            before = self._books.at(self._repository.resolve(f"{commit}~1"))
            worked = self._commands.work_out(operation, before)
            if isinstance(worked, Worked):
                held = {path: tree.get(path) for path in worked.after}
                return held == worked.after
        return False

    def _as_of(self, operation: Operation, commit: CommitId) -> Operation:
        """Remember the files as the merge found and left them, which is what an undo compares."""
        before = self._repository.tree(self._repository.resolve(f"{commit}~1"))
        after = self._repository.tree(commit)
        paths = tuple(operation.after or ())
        return replace(
            operation,
            before={path: before.get(path) for path in paths},
            after={path: after.get(path) for path in paths},
        )

    def _finish(self, operation: Operation, commit: CommitId, merged: Operation) -> Reply:
        """Queue it, as landed: what is killed from here on ends like any change whose push was taken."""
        queued = self._moved(
            operation,
            proposal_of(operation),
            to=OperationState.QUEUED,
            commit=commit,
            before=merged.before,
            after=merged.after,
        )
        self._quiet.pop(operation.id, None)
        # Who asked may be gone by now: it is not for them any more to be allowed to.
        actor = actor_of(identity_of(operation), self._books.known())
        return self._records.finish(queued, actor, commit)

    def _closed(self, operation: Operation, proposal: Proposal) -> Reply:
        assert operation.base is not None
        other = self._repository.carrying(operation.id, since=operation.base)
        subject = answers.subject_of(operation)
        reply = answers.closed_reply(subject, proposal.branch, other[0] if other else None)
        return self._end(operation, OperationState.CANCELLED, reply)

    def _hands_off(self, operation: Operation, proposal: Proposal, there: CommitId) -> Reply:
        """Leave a branch to whoever pushed to it, and say so once."""
        if proposal.touched:
            return answers.standing_reply(operation)
        who = self._repository.describe(there).author.name
        reply = answers.touched_reply(operation, proposal.branch, who)
        known = replace(proposal, stands=True, touched=True)
        told = self._telling.to_person(operation, "touched", reply)
        self._moved(operation, known, reply=encode(reply), effects=told)
        return reply

    # --- keeping it as it should be ----------------------------------------------------------------------------

    def _renewed(self, operation: Operation) -> Operation | Reply:
        """Work it out anew where others changed the same files since; a reply if nothing is left to propose."""
        head = self._repository.head()
        if not self._is_overtaken(operation, head):
            return operation
        try:
            book = self._books.at(head)
            actor = self._commands.asker(operation, book)
            worked = self._commands.work_out(operation, book)
        except (Refused, Invalid) as problem:
            return self._withdraw(operation, OperationState.REFUSED, answer_to(problem))
        if isinstance(worked, Reply):
            return self._withdraw(operation, ended(worked), worked)
        return self._records.commit(operation, actor, worked)[0]

    def _is_overtaken(self, operation: Operation, head: CommitId) -> bool:
        assert operation.base is not None
        if operation.base == head:
            return False
        if not self._repository.contains(operation.base):
            return True  # merged as it is, it would bring back history that somebody took away
        changed = self._changed_until(operation, head)
        # A secret is sealed for those whom the settings name: merged as it is, others could read it.
        read = {SETTINGS} if holds_secret(operation) else set()
        return changed is None or any(
            path in changed for path in {*(operation.before or ()), *read}
        )

    def _put(self, operation: Operation, *, was: CommitId | None) -> Reply:
        """Push to the branch, if it is still where we know it."""
        proposal = proposal_of(operation)
        pushed = self._repository.move_branch(proposal.branch, operation.commit, was=was)
        match pushed.outcome:
            case PushOutcome.LANDED:
                return self._stands(operation, proposal)
            case PushOutcome.PROTECTED | PushOutcome.DECLINED:
                said = f"the config remote refused the branch {proposal.branch}: {pushed.detail}"
                reply = refusal(said, "ask an engineer to look at it")
                return self._end(operation, OperationState.REFUSED, reply)
            case PushOutcome.LOST | PushOutcome.UNCLEAR:
                log.info("change.not_proposed", operation=operation.id, why=pushed.detail)
                return replace(answers.NOT_YET_PROPOSED, operation=operation.id)

    def _stands(self, operation: Operation, proposal: Proposal) -> Reply:
        """Say where it waits: the first time, and when it means something else than before."""
        link = self._link(proposal.branch)
        is_other = proposal.stands and proposal.told != operation.digest
        reply = answers.proposed_reply(operation, proposal.branch, link, is_other=is_other)
        told: tuple[Effect, ...] = ()
        if is_other:
            told = self._telling.to_person(operation, f"renewed:{operation.digest}", reply)
        elif not proposal.stands:
            who = actor_of(identity_of(operation), self._books.known()).name
            said = answers.proposed_to_channel(operation, who, proposal.branch, link)
            told = self._telling.of_proposal(operation, said, reply)
        known = replace(proposal, stands=True, told=operation.digest or "")
        self._moved(operation, known, reply=encode(reply), effects=told)
        log.info("change.proposed", operation=operation.id, branch=proposal.branch)
        return reply

    def _link(self, branch: str) -> str:
        """Give the address at which the pull request is opened; empty if the settings have none, or do not hold."""
        try:
            template = self._books.known().settings.pull_request_url or ""
        except (Invalid, Refused):
            return ""
        return template.replace("{branch}", branch)

    def _withdraw(self, operation: Operation, state: OperationState, reply: Reply) -> Reply:
        """Take the branch away, and only then end the operation: before that somebody may still merge it."""
        proposal = proposal_of(operation)
        there = self._repository.branch(proposal.branch)
        if there is not None:
            self._remove(proposal.branch, there if there in proposal.tried else None)
        self._repository.fetch()
        merged = self._merged(operation, proposal)
        if merged is not None:
            return self._finish(operation, *merged)
        return self._end(operation, state, reply)

    def _remove(self, branch: str, ours: CommitId | None) -> None:
        close_it = "close its pull request and remove the branch there: then this ends by itself"
        if ours is None:
            raise Refused(f"somebody pushed to {branch}, so it is left alone", close_it)
        removed = self._repository.move_branch(branch, None, was=ours)
        if removed.outcome is PushOutcome.UNCLEAR:
            raise Unavailable("the config remote", removed.detail)
        if removed.outcome is not PushOutcome.LANDED:
            raise Refused(f"the config remote keeps {branch}: {removed.detail}", close_it)

    def _end(self, operation: Operation, state: OperationState, reply: Reply) -> Reply:
        """End it without a commit. What was done at once stays done, and whoever asked is told so."""
        acted = None
        with suppress(Refused, Invalid):
            acted = self._commands.act(operation)
        final = self._records.close(
            operation.id,
            state,
            answers.after(acted[0] if acted else None, reply),
            expect=(OperationState.PROPOSED,),
        )
        self._records.let_go(operation)
        self._quiet.pop(operation.id, None)
        return final

    def _moved(
        self,
        operation: Operation,
        proposal: Proposal,
        *,
        to: OperationState = OperationState.PROPOSED,
        **changes: Any,
    ) -> Operation:
        moved = self._open_operations().move(
            operation.id,
            expect=(operation.state,),
            to=to,
            at=self._clock.now(),
            proposal=asdict(proposal),
            **changes,
        )
        if moved is None:
            raise Refused(
                f"{operation.id} was taken up elsewhere", "its message tells how it ended"
            )
        return moved


def proposal_of(operation: Operation) -> Proposal:
    """Give where the commit of a proposed operation waits."""
    held: Any = operation.proposal
    return Proposal(**{**held, "tried": tuple(held["tried"])})


def branch_of(operation: Operation) -> str:
    """Name a branch for an operation: ``trunkline/customer-ben-llc-7v9m2c8r``."""
    changed = _changed(operation)
    documents = list(dict.fromkeys(document for _, document in changed))
    plan: Mapping[str, Any] = operation.plan or {}
    kinds = list(dict.fromkeys(str(change["kind"]) for change in plan.get("changes", ())))
    what = "layout"
    if documents:
        kind = kinds[0] if len(kinds) == 1 else "config"
        what = f"{kind}-{documents[0]}" if len(documents) == 1 else f"{len(documents)}-documents"
    unique = operation.id[-_UNIQUE:]
    return f"{PREFIX}/{what.replace('_', '-').replace(' ', '-')}-{unique}"


def _changed(operation: Operation) -> set[tuple[str, str]]:
    plan: Mapping[str, Any] = operation.plan or {}
    return {(str(change["path"]), str(change["document"])) for change in plan.get("changes", ())}


def _objects(changed: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give the objects of changed documents: every tab of a customer is that customer."""
    return {(path.partition("/")[0], document) for path, document in changed}
