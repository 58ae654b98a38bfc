"""The desk: where a planned change waits for a word, and where what was confirmed is taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from structlog.contextvars import bound_contextvars

from bot.boundary import guarded
from bot.changes.pipeline import Changes
from bot.people import identity_of
from engine.ports.ids import OperationId
from engine.ports.operations import FINAL_STATES, Operation, Operations
from engine.ports.repository import CommitId
from handlers.kit.catalogue import Catalogue, Entry
from handlers.kit.command import Actor
from handlers.kit.reply import Outcome, Reply
from handlers.kit.rewritten import Rewritten


class Desk:
    """Takes the word on changes, and takes changes up; safe for several threads and processes."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        changes: Changes,
        open_operations: Callable[[], Operations],
    ) -> None:
        """Go on with ``changes``."""
        self._catalogue = catalogue
        self._changes = changes
        self._open_operations = open_operations

    def confirm(self, operation: OperationId, digest: str, actor: Actor) -> Reply:
        """Commit a planned operation whose plan has this digest."""
        return self._changes.confirm(operation, digest, actor)

    def cancel(self, operation: OperationId, actor: Actor) -> Reply:
        """Drop a planned operation, or take a proposal back."""
        return self._changes.cancel(operation, actor)

    def adopt(self, name: str, old: CommitId, new: CommitId, actor: Actor) -> None:
        """Take rewritten history as the config."""
        self._changes.adopt(name, Rewritten(old, new), actor)

    def resume(self) -> Sequence[tuple[Operation, Reply]]:
        """Look what became of proposals, and take up every queued change; gives what was taken up and how it went.

        A queued change that meets a bug ends, so that it does not hold up those behind it.
        """
        self._changes.forget_ended()
        taken = list(self._followed())
        for operation in self._changes.queued():
            entry = self._catalogue.get(operation.command)
            # Without a command another version of the program took it: it is done if it landed, else refused.
            take_up = partial(self._take_up, entry) if entry else self._changes.take_up
            taken.append((operation, take_up(operation)))
        return taken

    def _followed(self) -> Iterator[tuple[Operation, Reply]]:
        """Give the proposals that ended, and how."""
        for operation in self._changes.proposals.waiting():
            entry = self._catalogue.get(operation.command)
            if entry is None:
                continue
            with bound_contextvars(operation=operation.id):
                reply = guarded(
                    entry,
                    identity_of(operation),
                    partial(self._changes.proposals.follow, operation),
                    tells=lambda reply: reply.outcome is not Outcome.WAITS,
                )
            now = self._open_operations().get(operation.id)
            if now is not None and now.state in FINAL_STATES:
                yield operation, reply

    def _take_up(self, entry: Entry, operation: Operation) -> Reply:
        identity = identity_of(operation)
        with bound_contextvars(operation=operation.id):
            reply = guarded(entry, identity, lambda: self._changes.take_up(operation))
        if reply.outcome is Outcome.BUG:
            reply = self._changes.fail(operation.id, reply)
        self._changes.telling.tell(operation, reply)
        return reply
