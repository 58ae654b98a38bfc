"""Many processes that change the same files at once, while a person pushes: who landed, how often, and what is left."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.store.opening import open_store
from adapters.system import SystemClock, SystemIds
from bot.logs import configure_logs
from bot.people import Identity
from engine.ports.ids import OperationId
from engine.ports.operations import OperationState
from engine.ports.repository import CommitId, PushOutcome, PushResult, Repository
from tests.builders import HAND, TEXT, a_carrier, a_clone, a_real_house
from tests.faults.stories import BEN, COMMENTED
from tests.git_remote import bare_remote, git
from tests.stores import forget_store, store_in

CONTACTS = "customers/ben-llc/contacts.yaml"
FIRST = b"""\
# Ask Grace before anybody here is removed.
contacts:
  - id: ben  # the one who decides
    name: Ben Archer
    email: ben@ben.example.com
"""
DIRECT = "default: direct\n"
SECONDS = 900.0

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.faults.lives", "tests.faults.crowd"])


@dataclass(frozen=True)
class Crowd:
    """How many processes change the config, how often each, over how many bots (a clone and a store each)."""

    writers: int
    changes: int
    bots: int = 1
    pushes: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came of it. ``replays``: pushes that lost a race; ``wrong``: what must not be."""

    operations: int
    by_hand: int
    replays: int
    lost: int
    doubled: int
    wrong: tuple[str, ...]


class _Counting:
    """A repository that writes down each race it lost."""

    def __init__(self, real: Repository, races: Path) -> None:
        self._real, self._races = real, races

    def push(self, commit: CommitId, *, base: CommitId) -> PushResult:
        result = self._real.push(commit, base=base)
        if result.outcome is not PushOutcome.LANDED:
            with self._races.open("a") as races:
                races.write(f"{result.outcome}\n")
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def race(folder: Path, crowd: Crowd) -> Outcome:
    """Let a crowd loose on one carrier, wait for everybody, and count."""
    files = a_carrier(policy=DIRECT)
    bare_remote(folder / "remote.git", {**files, BEN: COMMENTED, CONTACTS: FIRST})
    running = [
        _PROCESSES.Process(
            target=_write, args=(folder, crowd, number, store_in(_bot(folder, crowd, number)))
        )
        for number in range(crowd.writers)
    ]
    running.append(_PROCESSES.Process(target=_push, args=(folder, crowd.pushes)))
    for process in running:
        process.start()
    for process in running:
        process.join(SECONDS)
    ended = [process.exitcode for process in running]
    wrong = [f"a process ended with {code}" for code in ended if code != 0]
    return _counted(folder, crowd, wrong)


def _begin() -> None:
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
    configure_logs(logging.CRITICAL)


def _bot(folder: Path, crowd: Crowd, number: int) -> Path:
    return folder / f"bot-{number % crowd.bots}"


def _write(folder: Path, crowd: Crowd, number: int, store: str) -> None:
    """Add contacts to one customer, one change after the other, as a process of its own."""
    _begin()
    bot = _bot(folder, crowd, number)
    bot.mkdir(exist_ok=True)
    remote = bot / "remote.git"
    with suppress(FileExistsError):
        remote.symlink_to(folder / "remote.git")
    clock: Any = SystemClock()
    carrier = a_real_house(
        bot,
        clock=clock,
        ids=SystemIds(clock),
        wrap=lambda real: _Counting(real, folder / f"races-{number}"),
        store_url=store,
    )
    for count in range(crowd.changes):
        name = f"w{number}-{count}"
        args = {"customer": "ben-llc", "name": name, "email": f"{name}@ben.example.com"}
        carrier.ask_as(Identity("operator", "ada"), "contact add", args, delivery=name)
    carrier.house.desk.resume()


def _push(folder: Path, pushes: int) -> None:
    """Add comment lines to the same file by hand, pushed from a clone; start over when somebody was faster."""
    _begin()
    clone = a_clone(folder, clone="person.git")
    for number in range(pushes):
        while True:
            head = clone.fetch()
            blob = clone.tree(head)[CONTACTS]
            changed = f"# Hannah {number}\n".encode() + clone.read([blob])[blob]
            commit = clone.commit(
                head,
                {CONTACTS: changed},
                message=f"By hand {number}",
                author=HAND,
                at=SystemClock().now(),
                keep_as=OperationId(f"hand-{number}"),
            )
            if clone.push(commit, base=head).outcome is PushOutcome.LANDED:
                break


def _counted(folder: Path, crowd: Crowd, wrong: list[str]) -> Outcome:
    remote = folder / "remote.git"
    asked = crowd.writers * crowd.changes
    trailers = git(remote, "log", "--format=%(trailers:key=Op-Id,valueonly,separator=)", "main")
    landed = Counter(trailers.split())
    text = git(remote, "show", f"main:{CONTACTS}")
    held: Any = TEXT.read(CONTACTS, f"{text}\n".encode()).value
    names = Counter(one["name"] for one in held["contacts"])
    wanted = {f"w{n}-{k}" for n in range(crowd.writers) for k in range(crowd.changes)}
    lost = [name for name in wanted if not names[name]]
    doubled = [name for name, count in (names + landed).items() if count > 1]
    wrong += [*_of_states(folder, crowd, landed), *_of_comments(text, crowd)]
    if len(landed) != asked:
        wrong.append(f"{len(landed)} operations are on the branch, {asked} were asked for")
    races = [line for file in folder.glob("races-*") for line in file.read_text().split()]
    return Outcome(asked, crowd.pushes, len(races), len(lost), len(doubled), tuple(wrong))


def _of_states(folder: Path, crowd: Crowd, landed: Counter[str]) -> Iterator[str]:
    """Compare what the stores say with what is on the branch."""
    for bot in sorted({_bot(folder, crowd, number) for number in range(crowd.writers)}):
        store = open_store(store_in(bot), create=False)
        for one in store.operations.recent(actor=None, limit=10_000):
            if (one.state is OperationState.DONE) is not (landed[one.id] == 1):
                yield f"{one.id} is {one.state} and has {landed[one.id]} commits"
        store.close()
        forget_store(bot)


def _of_comments(text: str, crowd: Crowd) -> Sequence[str]:
    comments = ["# Ask Grace before anybody here is removed.", "id: ben  # the one who decides"]
    comments += [f"# Hannah {number}" for number in range(crowd.pushes)]
    return [
        f"{line!r} stands there {text.count(line)} times" for line in comments if line not in text
    ]
