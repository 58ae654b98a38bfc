"""After a restore: what the config repository knows and the store forgot. Until then no message leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import structlog

from bot.wiring import House
from engine.ports import CommitInfo, Operation, OperationId, OperationState
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import Reply, encode

log = structlog.get_logger()

_MOST_COMMITS = 1_000_000
_OPERATION = re.compile(r"op-[0-9a-z]{26}")
_REQUESTED_BY = re.compile(r"(?P<person>\S+)(?: \((?P<identity>[^()]+)\))?")


def reconcile(house: House) -> int | None:
    """Bring a restored store up to what has landed, and let its messages go; None if it was not restored.

    Gives how many operations had landed that the store did not know as done. A commit counts by the ``Op-Id`` it carries, if the
    bot made it.

    Raises:
        Unavailable: the remote cannot be reached; messages go on waiting.
    """
    store = house.open_operations()
    if not store.awaits_reconciling():
        return None
    landed = tuple(_landed(house))
    store.reconcile(landed, at=house.clock.now())
    log.info("store.reconciled", landed=len(landed))
    return len(landed)


def disagreements(house: House) -> Iterator[str]:
    """Say where the store and the remote tell different stories about what landed.

    Raises:
        Unavailable: the remote cannot be reached.
    """
    for one in _landed(house):
        yield f"{one.id} is on the branch as {str(one.commit)[:12]}, and the store does not know it as done"
    on_branch = {info.trailers.get("Op-Id") for info in _log(house)}
    for known in house.open_operations().unfinished((OperationState.DONE,)):
        if known.commit is not None and known.id not in on_branch:
            yield f"{known.id} is done in the store, and its commit {known.commit[:12]} is not on the branch"


def _log(house: House) -> tuple[CommitInfo, ...]:
    head = house.repository.fetch()
    return tuple(house.repository.log([], at=head, limit=_MOST_COMMITS))


def _landed(house: House) -> Iterator[Operation]:
    """Find the bot's commits whose operation the store does not know as done, the oldest first."""
    store = house.open_operations()
    for info in reversed(_log(house)):
        name = OperationId(info.trailers.get("Op-Id", ""))
        known = store.get(name)
        if not re.fullmatch(_OPERATION, name) or (
            known is not None and known.state is OperationState.DONE
        ):
            continue
        if (
            house.repository.find_operation(name, since=None) == info.id
        ):  # anybody can write a trailer
            yield _remembered(name, info, house.catalogue)


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
