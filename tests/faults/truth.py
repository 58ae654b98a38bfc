"""What is true at the end of a life: what was done, said and left, and what of it should not be so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from adapters.memory.clock import FrozenClock
from adapters.store.opening import open_store
from bot.console.server import Console
from engine.ports.effects import EffectState
from engine.ports.operations import FINAL_STATES, Operation, OperationState
from tests.builders import CHANGES, NOON, a_clone
from tests.faults.lives import Place
from tests.faults.stories import ADA, STORIES, Told
from tests.git_remote import git

_ARMOUR = re.compile(r"-----BEGIN AGE.*?END AGE[^\n]*", re.DOTALL)
_VARYING = re.compile(
    r"op-[0-9a-z]{26}|\b[0-9a-f]{12,64}\b|\b\d\d:\d\d(?= )|\b(?:[a-km-zA-HJ-NP-Z2-9]{4}-){3}\w{4}\b"
)
_OPEN = (OperationState.RECEIVED, OperationState.QUEUED)


@dataclass(frozen=True)
class End:
    """How everything stands; ids, instants and ciphertext are masked, so that two ends can be compared."""

    commits: tuple[str, ...]
    files: Mapping[str, str]
    operations: tuple[tuple[str, str], ...]
    overlays: tuple[tuple[str, ...], ...]
    told: tuple[tuple[str, str], ...]
    mails: int
    unsent: int
    kept: tuple[str, ...]

    def differences(self, other: End) -> list[str]:
        """Say where another end is not as this one."""
        names = [field.name for field in fields(self)]
        return [
            f"{name}: {getattr(other, name)!r} and not {getattr(self, name)!r}"
            for name in names
            if getattr(self, name) != getattr(other, name)
        ]


class Mouths:
    """What was posted in a workspace since it was looked at last."""

    def __init__(self, console: Console) -> None:
        """Begin with what is there."""
        self._console = console
        self._seen = {channel: len(self._all(channel)) for channel in (CHANGES, ADA)}

    def told(self) -> Told:
        """Give every message since the beginning."""
        return Told(
            tuple(
                (channel, str(message).replace("\\n", "\n"))
                for channel, seen in self._seen.items()
                for message in self._all(channel)[seen:]
            )
        )

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Give channel and first line of each; not the late answers to who had asked before the kill."""
        return tuple(one for one in self._lines() if not _is_late(one))

    def repeated(self) -> list[str]:
        """Give late answers that were given twice."""
        late = Counter(one for one in self._lines() if _is_late(one))
        return [f"told {count} times: {text}" for (_, text), count in late.items() if count > 1]

    def _lines(self) -> list[tuple[str, str]]:
        return [
            (channel, _masked(str(message["text"])))
            for channel, seen in self._seen.items()
            for message in self._all(channel)[seen:]
        ]

    def _all(self, channel: str) -> list[Any]:
        return list(self._console.workspace.messages(channel))


def end_of(place: Place, mouths: Mouths) -> End:
    """Look at everything a bot left."""
    records = _records(place)
    return End(
        commits=tuple(git(place.remote, "log", "--format=%an|%cn|%s", "main").splitlines()),
        files=_files(place),
        operations=tuple(
            sorted(
                (one.command, str(one.state))
                for one in records.operations
                if not _was_unavailable(one)
            )
        ),
        overlays=records.overlays,
        told=mouths.texts(),
        mails=len(list((place.folder / "mail").glob("*"))),
        unsent=records.unsent,
        kept=tuple(git(place.folder / "clone.git", "for-each-ref", "refs/trunkline").split()),
    )


def untruths(place: Place) -> list[str]:
    """Say what should not be so once a killed bot is back, before anybody asks again."""
    trailers = Counter(
        git(
            place.remote, "log", "--format=%(trailers:key=Op-Id,valueonly,separator=)", "main"
        ).split()
    )
    records = _records(place)
    open_states = _OPEN[:1] if STORIES[place.story].may_wait else _OPEN
    found = [*_of_operations(records.operations, trailers, open_states)]
    found += [f"{records.unsent} effects were not sent"] if records.unsent else []
    return [*found, *_of_words(place, {one.id: one for one in records.operations})]


def _of_operations(
    operations: Sequence[Operation],
    trailers: Mapping[str, int],
    open_states: Sequence[OperationState],
) -> Iterator[str]:
    for one in operations:
        count = trailers.get(one.id, 0)
        if one.state in open_states:
            yield f"{one.command} is left {one.state}"
        if count > 1:
            yield f"{one.command} was committed {count} times"
        if one.commit and one.state is OperationState.DONE and count != 1:
            yield f"{one.command} is done and has {count} commits"
        if count and one.state is not OperationState.DONE:
            yield f"{one.command} is committed and {one.state}"


def _of_words(place: Place, operations: Mapping[str, Operation]) -> Iterator[str]:
    """Compare what the bot had said before it died with what became of it."""
    said = place.folder / "said"
    for line in said.read_text().splitlines() if said.exists() else ():
        outcome, _, name = line.partition(" ")
        operation = operations.get(name)
        if name and operation is None:
            yield f"{name} was {outcome} and is not recorded"
        elif operation is not None and outcome == "done" and operation.state not in FINAL_STATES:
            yield f"{operation.command} was called done and is {operation.state}"
        elif (
            operation is not None
            and outcome == "unavailable"
            and operation.state is OperationState.DONE
        ):
            yield f"{operation.command} was called unavailable and is done"


def _was_unavailable(operation: Operation) -> bool:
    """Whether all that came of an operation is that its person was told to try again."""
    return operation.reply is not None and operation.reply.get("outcome") == "unavailable"


def disproofs(place: Place, mouths: Mouths) -> Sequence[str]:
    """Say what the story itself holds against its end."""
    return STORIES[place.story].proof(place.folder, mouths.told())


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Records:
    """What the store holds, read and closed again."""

    operations: Sequence[Operation]
    overlays: tuple[tuple[str, ...], ...]
    unsent: int


def _records(place: Place) -> _Records:
    clock = FrozenClock(NOON)
    clock.advance(3600)
    store = open_store(place.store, create=False)
    try:
        counts = store.effects.count()
        lying = store.overlays.in_force(clock.now())
        return _Records(
            operations=store.operations.recent(actor=None, limit=100),
            overlays=tuple((one.customer, str(one.kind), one.reason) for one in lying),
            unsent=sum(count for state, count in counts.items() if state is not EffectState.SENT),
        )
    finally:
        store.close()


def _files(place: Place) -> Mapping[str, str]:
    repository = a_clone(place.folder, clone="reader.git")
    tree = repository.tree(repository.fetch())
    data = repository.read(tree.values())
    return {path: _masked(data[blob].decode()) for path, blob in tree.items()}


def _is_late(line: tuple[str, str]) -> bool:
    """Whether a line is the answer that somebody got in a direct message because the bot died over it."""
    channel, text = line
    return channel == ADA and "Done: " in text


def _masked(text: str) -> str:
    return _VARYING.sub("*", _ARMOUR.sub("<sealed>", text))
