"""After a restore: what the config repository knows and the store forgot. Until then no message leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import structlog

from engine.ports.clock import Clock
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, Operations, OperationState
from engine.ports.repository import CommitInfo, Repository
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import Reply, encode

log = structlog.get_logger()

_ADOPTS = "repo adopt"
_UNDER_WAY = (OperationState.QUEUED, OperationState.PROPOSED)
_MOST_COMMITS = 1_000_000
_OPERATION = re.compile(r"op-[0-9a-z]{26}")
_REQUESTED_BY = re.compile(r"(?P<person>\S+)(?: \((?P<identity>[^()]+)\))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciling:
    """Compares the store with the branch; a commit counts by the ``Op-Id`` it carries, if the bot made it."""

    repository: Repository
    catalogue: Catalogue
    clock: Clock
    open_operations: Callable[[], Operations]

    def reconcile(self) -> int | None:
        """Bring a restored store up to what has landed, and let its messages go; None if it was not restored.

        Gives how many operations had landed that the store did not know as done.

        Raises:
            Unavailable: the remote cannot be reached; messages go on waiting.
        """
        operations = self.open_operations()
        if not operations.awaits_reconciling():
            return None
        landed = tuple(self._landed())
        operations.reconcile(landed, at=self.clock.now())
        log.info("store.reconciled", landed=len(landed))
        return len(landed)

    def disagreements(self) -> Iterator[str]:
        """Say where the store and the remote tell different stories about what landed.

        Raises:
            Unavailable: the remote cannot be reached.
        """
        store = self.open_operations()
        for one in self._landed():
            known = store.get(one.id)
            if known is not None and known.state in _UNDER_WAY:
                continue  # a bot that runs records it any moment, one that was killed when it is back
            yield f"{one.id} is on the branch as {str(one.commit)[:12]}, and the store does not know it as done"
        log_of_branch = self._log()
        on_branch = {info.trailers.get("Op-Id") for info in log_of_branch}
        # Who merges a proposal as one commit may keep nothing of its message.
        commits = {info.id for info in log_of_branch}
        done = store.unfinished((OperationState.DONE,))
        # Who adopts rewritten history gives up what it lost.
        adopted = [one.updated_at for one in done if one.command == _ADOPTS]
        for known in done:
            if (
                known.commit is not None
                and known.commit not in commits
                and known.id not in on_branch
                and not any(known.updated_at <= at for at in adopted)
            ):
                yield f"{known.id} is done in the store, and its commit {known.commit[:12]} is not on the branch"

    def _log(self) -> tuple[CommitInfo, ...]:
        head = self.repository.fetch()
        return tuple(self.repository.log([], at=head, limit=_MOST_COMMITS))

    def _landed(self) -> Iterator[Operation]:
        """Find the bot's commits whose operation the store does not know as done, the oldest first."""
        operations = self.open_operations()
        for info in reversed(self._log()):
            name = OperationId(info.trailers.get("Op-Id", ""))
            if not _OPERATION.fullmatch(name):
                continue
            known = operations.get(name)
            if known is not None and known.state is OperationState.DONE:
                continue
            # Anybody can write a trailer.
            if self.repository.find_operation(name, since=None) == info.id:
                yield _remembered(name, info, self.catalogue)


def _remembered(name: OperationId, info: CommitInfo, catalogue: Catalogue) -> Operation:
    """Give what a commit tells of its operation; its plan and what it was before are not told, so it has no undo."""
    found = _REQUESTED_BY.match(info.trailers.get("Requested-by", ""))
    person = found["person"] if found else info.author.name
    said = f"Done: {info.subject}. This is what the commit tells: the store was restored from before it."
    return Operation(
        id=name,
        delivery=f"restored:{name}",
        received_at=info.committed_at,
        updated_at=info.committed_at,
        actor=person,
        command=_command(info.trailers.get("Command", ""), catalogue),
        args={},
        drawn={},
        origin={"front_end": "restored", "identity": (found and found["identity"]) or "operator:"},
        state=OperationState.DONE,
        commit=info.id,
        digest=info.trailers.get("Plan-Digest"),
        reply=encode(Reply(said, operation=name, values={"commit": info.id})),
    )


def _command(line: str, catalogue: Catalogue) -> str:
    """Give the name of the command that a line begins with; of a command that is gone, the line."""
    words = line.split()
    for end in range(len(words), 0, -1):
        entry = catalogue.get(" ".join(words[:end]))
        if entry is not None:
            return entry.name
    return line
