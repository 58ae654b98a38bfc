"""The matrix: a story told in peace, then once for each of its steps with the bot killed there, and compared."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from tests.faults.fate import HOOKS, Cut, Ends
from tests.faults.lives import (
    LifeError,
    Place,
    come_back,
    come_back_again,
    copied,
    live,
    prepare,
    slack,
    tell,
    tell_again,
    tell_and_go_on,
)
from tests.faults.truth import End, Mouths, disproofs, end_of, untruths
from tests.stores import forget_store, store_in


@dataclass(frozen=True)
class Kill:
    """One bot that was killed: where, and what was wrong afterwards; nothing, if all is well."""

    story: str
    step: str
    wrong: tuple[str, ...]
    took_s: float = 0.0


@dataclass(frozen=True)
class Rehearsal:
    """A story told in peace: the steps of the telling and of a start after it, and the end."""

    template: Place
    steps: Sequence[str]
    end: End
    took_s: float

    @property
    def has_server(self) -> bool:
        """Whether its store is on a server, which has a disk of its own."""
        return not self.template.store.startswith("sqlite")

    @property
    def commands(self) -> int:
        """How many operations it is made of."""
        return len(self.end.operations)


@contextmanager
def rehearsed(story: str) -> Iterator[Rehearsal]:
    """Prepare a bot and tell its story in peace."""
    with tempfile.TemporaryDirectory(prefix="trunkline-faults-") as folder, slack() as console:
        at = Path(folder) / "template"
        template = Place(at, console.api_url, story, store_in(at))
        template.folder.mkdir()
        live(prepare, template)
        place = copied(template, Path(folder) / "in peace")
        mouths = Mouths(console)
        began = perf_counter()
        steps = live(tell, place)
        again = live(come_back, place)
        took_s = perf_counter() - began
        live(tell_again, place)
        wrong = [*untruths(place), *disproofs(place, mouths)]
        if wrong or not steps:
            raise LifeError(f"{story} does not end well in peace: {wrong}")
        if any("push" in step or "chat_post" in step for step in again):
            raise LifeError(f"{story}: a start after the end does something again: {again}")
        yield Rehearsal(template, steps, end_of(place, mouths), took_s)
        for one in (template, place):
            forget_store(one.folder)


def killed_at(rehearsal: Rehearsal, step: int) -> Kill:
    """Kill a bot before one step of its story, start it again, have everybody ask again, and judge."""
    return _judged(rehearsal, rehearsal.steps[step], _Blow(dies_at=step))


def killed_in(rehearsal: Rehearsal, hook: str) -> Kill:
    """Kill a bot while the remote takes its push."""
    return _judged(rehearsal, f"remote {hook}", _Blow(dies_in=hook))


def steps_back(rehearsal: Rehearsal, step: int) -> int:
    """Count the steps of a start behind a kill at a step."""
    folder = Path(tempfile.mkdtemp(dir=rehearsal.template.folder.parent)) / "bot"
    with slack() as console:
        place = replace(copied(rehearsal.template, folder), api=console.api_url)
        live(tell, place, dies_at=step)
        steps = live(come_back, place)
    shutil.rmtree(folder.parent)
    forget_store(folder)
    return len(steps)


def killed_twice(rehearsal: Rehearsal, step: int, again: int) -> Kill:
    """Kill a bot at a step, and once more while it comes back; a step beyond its last kills nobody."""
    return _judged(rehearsal, rehearsal.steps[step], _Blow(dies_at=step, again=again))


def full_at(rehearsal: Rehearsal, step: int) -> Kill:
    """Let the disk be full from a step on, start again with room, and judge."""
    return _judged(rehearsal, f"full before {rehearsal.steps[step]}", _Blow(full_at=step))


def cut_at(rehearsal: Rehearsal, step: int, how: Ends) -> Kill:
    """Let the server of the store end all connections at a step, go on without a start when it is back, and judge."""
    return _judged(rehearsal, f"{how} before {rehearsal.steps[step]}", _Blow(cut=(step, how)))


def commits(rehearsal: Rehearsal) -> Sequence[int]:
    """Give the steps at which a story commits to its store."""
    return [n for n, step in enumerate(rehearsal.steps) if step.endswith("sql COMMIT")]


def pushes(rehearsal: Rehearsal) -> Sequence[str]:
    """Give the hooks that a story comes to."""
    return HOOKS if any(step.endswith("git push") for step in rehearsal.steps) else ()


@dataclass(frozen=True)
class _Blow:
    """What is done to a bot while it lives, and at which step of its coming back it dies again."""

    dies_at: int | None = None
    dies_in: str = ""
    full_at: int | None = None
    again: int | None = None
    cut: tuple[int, Ends] | None = None


def _judged(rehearsal: Rehearsal, step: str, blow: _Blow) -> Kill:
    folder = Path(tempfile.mkdtemp(dir=rehearsal.template.folder.parent)) / "bot"
    # A Slack of its own: what another bot posted must not be found again here.
    with slack() as console:
        place = replace(copied(rehearsal.template, folder), api=console.api_url)
        try:
            wrong, took_s = _lived(rehearsal, place, Mouths(console), blow)
        except LifeError as broken:
            wrong, took_s = [str(broken)], 0.0
    shutil.rmtree(folder.parent)
    forget_store(folder)
    return Kill(place.story, step, tuple(wrong), took_s)


def _lived(
    rehearsal: Rehearsal, place: Place, mouths: Mouths, blow: _Blow
) -> tuple[list[str], float]:
    """Live all lives of one bot; gives what was wrong, and how long it took until it was back."""
    began = perf_counter()
    if blow.cut is not None:
        live(tell_and_go_on, place, cut=Cut(*blow.cut, place.store))
    else:
        live(tell, place, dies_at=blow.dies_at, dies_in=blow.dies_in, full_at=blow.full_at)
        if blow.again is not None:
            live(come_back, place, dies_at=blow.again, may_outlive=True)
        live(come_back if blow.again is None else come_back_again, place)
    took_s = perf_counter() - began
    wrong = untruths(place)
    live(tell_again, place)
    wrong += rehearsal.end.differences(end_of(place, mouths))
    return [*wrong, *disproofs(place, mouths), *mouths.repeated()], took_s
