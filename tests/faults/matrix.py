"""The matrix: a story told in peace, then once for each of its steps with the bot killed there, and compared."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bot.console.server import Console
from tests.faults.fate import HOOKS
from tests.faults.lives import LifeError, Place, come_back, copied, live, prepare, tell, tell_again
from tests.faults.truth import End, Mouths, disproofs, end_of, untruths


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
    def commands(self) -> int:
        """How many operations it is made of."""
        return len(self.end.operations)


@contextmanager
def rehearsed(console: Console, story: str) -> Iterator[Rehearsal]:
    """Prepare a bot and tell its story in peace."""
    with tempfile.TemporaryDirectory(prefix="trunkline-faults-") as folder:
        template = Place(Path(folder) / "template", console.api_url, story)
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


def killed_at(console: Console, rehearsal: Rehearsal, step: int) -> Kill:
    """Kill a bot before one step of its story, start it again, have everybody ask again, and judge."""
    return _judged(console, rehearsal, rehearsal.steps[step], dies_at=step)


def killed_in(console: Console, rehearsal: Rehearsal, hook: str) -> Kill:
    """Kill a bot while the remote takes its push."""
    return _judged(console, rehearsal, f"remote {hook}", dies_in=hook)


def killed_twice(console: Console, rehearsal: Rehearsal, step: int, again: int) -> Kill:
    """Kill a bot at a step, and once more while it comes back; a step beyond its last kills nobody."""
    return _judged(console, rehearsal, rehearsal.steps[step], dies_at=step, again=again)


def full_at(console: Console, rehearsal: Rehearsal, step: int) -> Kill:
    """Let the disk be full from a step on, start again with room, and judge."""
    return _judged(console, rehearsal, f"full before {rehearsal.steps[step]}", full=step)


def pushes(rehearsal: Rehearsal) -> Sequence[str]:
    """Give the hooks that a story comes to."""
    return HOOKS if any(step.endswith("git push") for step in rehearsal.steps) else ()


def _judged(
    console: Console,
    rehearsal: Rehearsal,
    step: str,
    *,
    dies_at: int | None = None,
    dies_in: str = "",
    again: int | None = None,
    full: int | None = None,
) -> Kill:
    place = copied(
        rehearsal.template, Path(tempfile.mkdtemp(dir=rehearsal.template.folder.parent)) / "bot"
    )
    mouths = Mouths(console)
    began = perf_counter()
    try:
        live(tell, place, dies_at=dies_at, dies_in=dies_in, full_at=full)
        if again is not None:
            live(come_back, place, dies_at=again, may_outlive=True)
        live(come_back, place)
        took_s = perf_counter() - began
        wrong = untruths(place)
        live(tell_again, place)
        wrong += rehearsal.end.differences(end_of(place, mouths))
        wrong += [*disproofs(place, mouths), *mouths.repeated()]
    except LifeError as broken:
        return Kill(place.story, step, (str(broken),))
    shutil.rmtree(place.folder.parent)
    return Kill(place.story, step, tuple(wrong), took_s)
