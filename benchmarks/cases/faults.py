"""Faults: a bot killed before every step of every story, and once more while it comes back; a full disk; a crowd; two bots.

All of it with stores in SQLite, then every third step of some stories with stores in PostgreSQL, whose server also goes away.

Ours is a kill, the start after it and all that follows until nothing is left to do; the peer is the same story told in
peace, by the same processes. Target: within 4x, and above all 0 operations lost and 0 doubled: anything else ends the run with an
error. Writes docs/reference/resilience.md. Takes a quarter of an hour and more.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

import click

from benchmarks.bad_days import bad_days
from benchmarks.carriers import git
from benchmarks.harness import Row
from benchmarks.resilience import Around, Chored, Counted, Raced, page
from tests.faults.chores import CHORES, killed_everywhere
from tests.faults.crowd import Crowd, race
from tests.faults.fate import Ends
from tests.faults.matrix import (
    Kill,
    Rehearsal,
    commits,
    cut_at,
    full_at,
    killed_at,
    killed_in,
    killed_twice,
    pushes,
    rehearsed,
    steps_back,
)
from tests.faults.stories import STORIES
from tests.postgres_server import a_postgres
from tests.stores import Stores, keeping

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "reference" / "resilience.md"
AT_MOST, AT_A_TIME = 4, 4
SERVER_EVERY, FULL_EVERY, AWAY_EVERY, AGAIN_TIMES = 3, 4, 9, 8
ON_A_SERVER = ("direct edit", "password made and handed over", "proposed and merged")
CROWDS = {
    "8 processes, one clone and store, and a person": Crowd(writers=8, changes=15, pushes=30),
    "2 bots, a clone and a store each": Crowd(writers=2, changes=15, bots=2, pushes=10),
}


@dataclass
class _Run:
    """What was tried so far."""

    rows: list[Row] = field(default_factory=list)
    stories: list[Counted] = field(default_factory=list)
    races: list[Raced] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def measure() -> Sequence[Row]:
    """Go through the whole matrix, write the page, and fail if anything was lost, doubled or untrue."""
    run = _Run()
    with a_postgres() as server, keeping(Stores(lambda: server)):
        _go_through("PostgreSQL", ON_A_SERVER, run)
    with keeping(Stores()):
        _go_through("SQLite", STORIES, run)
    run.stories.sort(key=lambda one: one.store, reverse=True)
    PAGE.write_text(page(run.stories, run.races, Around(), _commit()), "utf-8")
    PAGE.write_text(page(run.stories, run.races, _around(run), _commit()), "utf-8")
    if run.wrong:
        raise click.ClickException("\n".join(run.wrong))
    return tuple(run.rows)


def _around(run: _Run) -> Around:
    """Kill the chores, and live through the bad days."""
    tried = [killed_everywhere(chore) for chore in CHORES]  # migrations take one thread at a time
    days = bad_days()
    run.wrong += [said for one in tried for said in one.wrong]
    run.wrong += [f"a bad day did not end so: {day.claim}" for day in days if not day.held]
    return Around([Chored(one.chore, one.steps, len(one.wrong)) for one in tried], days)


def _go_through(store: str, stories: Iterable[str], run: _Run) -> None:
    """Go through stories and every race with stores of one kind."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        told = list(pool.map(partial(_story, store), stories))
    for row, counted, wrong in told:
        click.echo("\n".join([f"  {counted.story} in {store}", *wrong]), err=True)
        run.rows.append(row)
        run.stories.append(counted)
        run.wrong += wrong
    for name, crowd in CROWDS.items():
        _race(f"{name}, {store}", crowd, run)


def _story(store: str, name: str) -> tuple[Row, Counted, Sequence[str]]:
    """Go through one story; threads only wait here, the lives are processes."""
    with rehearsed(name) as told:
        kinds = {kind: list(kills) for kind, kills in _kills(told).items()}
        steps = len(told.steps)
    kills = [kill for found in kinds.values() for kill in found]
    wrong = [f"{name} in {store}, {kill.step}: {said}" for kill in kills for said in kill.wrong]
    counts = {kind: len(found) for kind, found in kinds.items()}
    ended_wrong = sum(bool(kill.wrong) for kill in kills)
    counted = Counted(store, name, told.commands, steps, counts, ended_wrong)
    took = median(kill.took_s for kill in kinds["killed"]) * 1000
    row = Row(
        name=f"{name} in {store}: kill and start",
        ours_ms=took,
        peer="the same in peace",
        peer_ms=told.took_s * 1000,
        ratio=took / (told.took_s * 1000),
        rounds=len(kinds["killed"]),
        at_most=AT_MOST,
    )
    return row, counted, wrong


def _kills(told: Rehearsal) -> dict[str, Iterator[Kill]]:
    steps = range(len(told.steps))
    landing = next((n for n in steps if told.steps[n].endswith("git push")), len(steps) // 2)

    def each(judge: Callable[[Rehearsal, int], Kill], every: int) -> Iterator[Kill]:
        return (judge(told, step) for step in steps[::every])

    return {
        "killed": each(killed_at, SERVER_EVERY if told.has_server else 1),
        "killed inside the remote": (killed_in(told, hook) for hook in pushes(told)),
        "killed again while coming back": (
            killed_twice(told, landing, again)
            for again in _spread(steps_back(told, landing), AGAIN_TIMES)
        ),
        "disk full": each(full_at, FULL_EVERY * (SERVER_EVERY if told.has_server else 1)),
        **(_cuts(told) if told.has_server else {}),
    }


def _spread(count: int, times: int) -> Sequence[int]:
    """Give numbers below ``count``, ``times`` of them at most, from the first on and evenly apart."""
    return range(0, count, max(1, -(-count // times)))


def _cuts(told: Rehearsal) -> dict[str, Iterator[Kill]]:
    steps = range(len(told.steps))
    return {
        "cut off by the server": (cut_at(told, step, Ends.CUT) for step in steps[::SERVER_EVERY]),
        "server away": (cut_at(told, step, Ends.AWAY) for step in steps[::AWAY_EVERY]),
        "commit not answered": (
            cut_at(told, step, Ends.LOST) for step in commits(told)[::SERVER_EVERY]
        ),
    }


def _race(name: str, crowd: Crowd, run: _Run) -> None:
    with tempfile.TemporaryDirectory(prefix="trunkline-race-") as folder:
        outcome = race(Path(folder), crowd)
    run.wrong += [f"{name}: {said}" for said in outcome.wrong]
    run.races.append(
        Raced(
            name,
            outcome.operations,
            outcome.by_hand,
            outcome.replays,
            outcome.lost,
            outcome.doubled,
        )
    )


def _commit() -> str:
    return git(ROOT, "rev-parse", "--short=12", "HEAD")
