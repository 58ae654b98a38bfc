"""The page that tells what was tried to make the bot lose or double something, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.report import machine

_KILLS = ("killed", "killed inside the remote", "killed again while coming back")
_CUTS = ("cut off by the server", "server away", "commit not answered")
_KINDS = (*_KILLS, "disk full", *_CUTS)

_HEAD = """\
<!-- Written by script/bench faults. Do not edit: run it again. -->
# Resilience

What was tried to make the bot lose an operation, do it twice, or say what is not so.

| | |
| --- | --- |
"""

_HOW = """
## Kills

Each story is told once in peace. Every step it takes towards the outside is noted: each git command that writes or talks to the remote,
each statement and commit of SQL, each message and mail. Then it is told again for each step, with the process killed by SIGKILL
right before it, started again, and asked the same once more, as Slack and people do. It also dies inside the remote's hooks, in the
middle of a push; once more while it comes back; and it runs on a disk that takes no byte from some step on.

With its store in PostgreSQL every third step of three stories is tried, and there it is cut off, too: the server ends every connection right before a
step, or does so and takes no new ones until the story is told, or makes a commit and does not answer. The process goes on, without a start,
when the server is back.

A run counts as wrong if, at its end, anything differs from the run in peace (commits, the text of every file, states of operations, overlays,
messages, mails, refs in the clone), if an operation is left without an end, if the bot had said "done" of what was not, or if the
one password that was handed over does not fit.

"""

_CHORES = """\
## Chores

What is done around the bot, on SQLite: each is killed before each of its steps, files that take their place among them, and done again. The end
must be the one in peace.

"""

_DAYS = """
## Bad days

Remotes that refuse, hang, vanish or answer too late, clocks that jump, clones that are damaged, presses that race each other, and
requests that come again to another process: tests on real git and a real store, by what they claim, as run for this page.

"""

_RACES = """
## Races

All change the same file of the same customer, each time adding one entry; the person adds comment lines to it by `git push`. Every entry,
every comment and every operation is counted on the branch, and compared with what the stores say.

"""


@dataclass(frozen=True, slots=True)
class Counted:
    """One story: where its store was, how many operations it is made of, its steps, how often it was disturbed in which way, how often it ended wrong."""

    store: str
    story: str
    operations: int
    steps: int
    tried: Mapping[str, int]
    wrong: int


@dataclass(frozen=True, slots=True)
class Chored:
    """One chore around the bot: how many steps it has, each of which it was killed before, and how often it ended wrong."""

    chore: str
    steps: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Day:
    """One bad day as its test claims to end, how often it was tried, and whether it ended so every time."""

    claim: str
    tried: int
    held: bool


@dataclass(frozen=True, slots=True)
class Raced:
    """One race and what came of it; ``replays`` are pushes that came too late and were done again."""

    name: str
    operations: int
    by_hand: int
    replays: int
    lost: int
    doubled: int


@dataclass(frozen=True, slots=True)
class Around:
    """What was tried beside the stories and the races."""

    chores: Sequence[Chored] = ()
    days: Sequence[Day] = ()


def page(stories: Sequence[Counted], races: Sequence[Raced], around: Around, commit: str) -> str:
    """Write the page."""
    tried = sum(one.operations * sum(one.tried.values()) for one in stories)
    raced = sum(one.operations for one in races)
    totals = (
        ("Operations tried", tried + raced),
        ("Kills", sum(map(_kills, stories)) + sum(one.steps for one in around.chores)),
        ("Runs on a full disk", sum(one.tried.get("disk full", 0) for one in stories)),
        ("Runs with the server gone", sum(_cuts(one) for one in stories)),
        ("Operations raced", raced),
        ("Races lost and done again", sum(one.replays for one in races)),
        ("Operations lost", sum(one.lost for one in races) + sum(one.wrong for one in stories)),
        ("Operations doubled", sum(one.doubled for one in races)),
        ("Chores that ended wrong", sum(one.wrong for one in around.chores)),
        ("Bad days that ended otherwise than claimed", sum(not one.held for one in around.days)),
    )
    return "".join(
        (
            _HEAD,
            *(f"| {name} | {count:,} |\n" for name, count in totals),
            _where(commit),
            _HOW,
            *_tables(stories),
            *_chores(around.chores),
            _RACES,
            _row("Who", "Operations", "Pushes by hand", "Races done again", "Lost", "Doubled"),
            _row(*["---"] * 6),
            *(_race_row(one) for one in races),
            *_days(around.days),
        )
    )


def _tables(stories: Sequence[Counted]) -> Iterator[str]:
    """Write a table for each kind of store, with what was done to the stories on it."""
    for store in dict.fromkeys(one.store for one in stories):
        told = [one for one in stories if one.store == store]
        kinds = [kind for kind in _KINDS if any(kind in one.tried for one in told)]
        yield f"Store in {store}:\n\n"
        yield _row("Story", "Steps", *(kind.capitalize() for kind in kinds), "Ended wrong")
        yield _row(*["---"] * (len(kinds) + 3))
        for one in told:
            yield _row(one.story, one.steps, *(one.tried.get(kind, 0) for kind in kinds), one.wrong)
        yield "\n"


def _chores(chores: Sequence[Chored]) -> Iterator[str]:
    yield _CHORES
    yield _row("Chore", "Steps", "Killed", "Ended wrong")
    yield _row(*["---"] * 4)
    yield from (_row(one.chore, one.steps, one.steps, one.wrong) for one in chores)


def _days(days: Sequence[Day]) -> Iterator[str]:
    yield _DAYS
    yield _row("What was tried, and how it ends", "Times", "It did")
    yield _row(*["---"] * 3)
    yield from (_row(one.claim, one.tried, "yes" if one.held else "**no**") for one in days)


def _kills(one: Counted) -> int:
    again = one.tried.get("killed again while coming back", 0)
    return sum(one.tried.get(kind, 0) for kind in _KILLS) + again


def _cuts(one: Counted) -> int:
    return sum(one.tried.get(kind, 0) for kind in _CUTS)


def _where(commit: str) -> str:
    where = machine()
    return (
        f"\nAn operation that ended wrong in any way counts as lost. Commit `{commit}`, Python {where['python']},"
        f" {where['cores']} processors.\n"
    )


def _race_row(one: Raced) -> str:
    return _row(one.name, one.operations, one.by_hand, one.replays, one.lost, one.doubled)


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n"
