"""What is done around the bot and not by a request: setting up, the first start, upgrades, backups, restores, mending.

Each is done once in peace, then killed before each of its steps, done again, and judged by what is there at the end.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from adapters.memory.clock import FrozenClock
from adapters.store.backups import back_up, restore
from adapters.store.engines import open_engine, parsed_url, writing
from adapters.store.opening import open_store, revision, run_migrations, upgrade
from adapters.store.tables import REVISIONS
from bot.starting import Start, start
from engine.errors import Refused
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, OperationState
from tests.builders import BOT, HAND, NOON, a_carrier, a_clone, a_real_house
from tests.faults.fate import Fate
from tests.faults.lives import Place, live
from tests.git_remote import bare_remote, git
from tests.stores import in_sqlite


@dataclass(frozen=True)
class Chore:
    """A chore: what there is before it, what is done, and what of its end is compared with the end in peace."""

    before: Callable[[Path], object]
    do: Callable[[Path], object]
    end: Callable[[Path], object]


@dataclass(frozen=True)
class Tried:
    """What came of a chore: how many steps it has, each of which it was killed at, and how it ended wrong."""

    chore: str
    steps: int
    wrong: tuple[str, ...]


def killed_everywhere(name: str, *, every: int = 1) -> Tried:
    """Do a chore in peace, then once for each of its steps with a kill right before it."""
    with tempfile.TemporaryDirectory(prefix="trunkline-chores-") as folder:
        place = _prepared(Path(folder) / "in peace", name)
        steps = live(_do, place)
        wanted = CHORES[name].end(place.folder)
        wrong = []
        for step in range(0, len(steps), every):
            place = _prepared(Path(folder) / str(step), name)
            live(_do, place, dies_at=step)
            live(_do, place)
            found = CHORES[name].end(place.folder)
            if found != wanted:
                wrong.append(f"{name}, {steps[step]}: {found!r} and not {wanted!r}")
            shutil.rmtree(place.folder)
    return Tried(name, len(steps), tuple(wrong))


def _prepared(folder: Path, name: str) -> Place:
    folder.mkdir()
    CHORES[name].before(folder)
    return Place(folder, "", name, _url(folder))


def _do(place: Place, fate: Fate) -> None:
    """Do a chore; that it was done before a kill is no harm."""
    fate.watch_files()
    with suppress(Refused):
        CHORES[place.story].do(place.folder)


# --- what stands around ----------------------------------------------------------------------------------------------


def _url(folder: Path, name: str = "store.db") -> str:
    return in_sqlite(folder / name)


def _operation(number: int) -> Operation:
    return Operation(
        id=OperationId(f"op-{number:026d}"),
        delivery=f"d{number}",
        received_at=NOON,
        updated_at=NOON,
        actor="ada",
        command="customer edit",
        args={},
        drawn={},
        origin={"identity": "operator:ada"},
        state=OperationState.DONE,
    )


def _filled(url: str, *numbers: int) -> None:
    store = open_store(url, create=True)
    for number in numbers:
        store.operations.receive(_operation(number))
    store.close()


def _held(url: str) -> tuple[object, ...]:
    store = open_store(url, create=False)
    found = [one.id for one in store.operations.recent(actor=None, limit=100)]
    is_held = store.operations.awaits_reconciling()
    store.close()
    return (revision(url), found, is_held)


# --- the chores ------------------------------------------------------------------------------------------------------


def _empty_remote(folder: Path) -> None:
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")


def _initialised(folder: Path) -> None:
    said = Start(
        email="rosa@example.com",
        slack_id="U0ROSA01",
        person="Rosa",
        os_user="",
        carrier="Harbour Voice",
        currency="EUR",
        realm="sip.example.net",
    )
    remote = str(folder / "remote.git")
    start(remote, said, branch="main", committer=BOT, clock=FrozenClock(NOON))


def _on_branch(folder: Path) -> object:
    return git(folder / "remote.git", "log", "--format=%s", "--name-only", "main").split("\n")


def _old_store(folder: Path) -> None:
    engine = open_engine(parsed_url(_url(folder)), makes=True)
    with writing(engine) as connection:
        run_migrations(connection, REVISIONS[0])
    engine.dispose()


def _upgraded(folder: Path) -> None:
    upgrade(_url(folder))
    _filled(_url(folder), 1)


def _with_backup(folder: Path) -> None:
    _filled(_url(folder, "first.db"), *range(1, 30))
    back_up(_url(folder, "first.db"), folder / "backup.db")
    _filled(_url(folder), 98, 99)


def _restored(folder: Path) -> None:
    restore(folder / "backup.db", _url(folder), at=NOON, replace=True)


def _backed_up(folder: Path) -> None:
    back_up(_url(folder), folder / "backup.db")


def _started(folder: Path) -> None:
    """Start over a folder that holds nothing but the remote, or whatever a kill left."""
    clock = FrozenClock(NOON)
    clock.advance(timedelta(minutes=1).total_seconds())
    house = a_real_house(folder, clock=clock, store_url=_url(folder)).house
    house.books.head()
    house.books.accept()


def _answered(folder: Path) -> object:
    carrier = a_real_house(folder, store_url=_url(folder))
    carrier.asked = 1000
    return (carrier.run("customer list").values["total"], carrier.repository.kept())


def _torn_clone(folder: Path) -> None:
    bare_remote(folder / "remote.git", a_carrier())
    clone = a_clone(folder, clone="clone.git")
    clone.commit(
        clone.fetch(),
        {"x.yaml": b"x: 1\n"},
        message="Waits",
        author=HAND,
        at=NOON,
        keep_as=OperationId("op-1"),
    )
    (folder / "clone.git" / "HEAD").write_bytes(b"")


CHORES: Mapping[str, Chore] = {
    "init": Chore(_empty_remote, _initialised, _on_branch),
    "first start": Chore(
        lambda folder: bare_remote(folder / "remote.git", a_carrier()), _started, _answered
    ),
    "damaged clone mended": Chore(_torn_clone, _started, _answered),
    "store made": Chore(bool, lambda folder: _filled(_url(folder), 1), lambda f: _held(_url(f))),
    "store upgraded": Chore(_old_store, _upgraded, lambda folder: _held(_url(folder))),
    "store backed up": Chore(
        lambda folder: _filled(_url(folder), *range(1, 30)),
        _backed_up,
        lambda folder: (_held(_url(folder)), _held(_url(folder, "backup.db"))),
    ),
    "store restored": Chore(_with_backup, _restored, lambda folder: _held(_url(folder))),
}
"""Name -> chore."""
