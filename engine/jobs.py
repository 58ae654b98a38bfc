"""When what happens by itself is due: slots on a fixed grid in UTC, and which of the missed ones are made up for.

A job is a command and how often it runs. Which slots were run is in the store; nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

PULSE = timedelta(minutes=1)
"""A job that runs more often than this is a pulse: it asks again what is due instead of counting its runs."""

MOST_CAUGHT_UP = 500
"""So many missed slots are run one by one after a stop; what lies further back is only counted."""

SLACK = timedelta(minutes=2)
"""How much later than its slot a job may begin before it is called late: another process may have to take the lead first."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CatchUp(StrEnum):
    """What becomes of slots that passed while nobody ran them."""

    LATEST = "latest"  # one run makes up for all
    ALL = "all"  # each is run, the oldest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command that the program runs by itself every ``every``, at ``offset`` from the beginning of the grid (UTC)."""

    name: str
    command: str
    every: timedelta
    args: Mapping[str, object] = field(default_factory=dict)
    offset: timedelta = timedelta()
    catch_up: CatchUp = CatchUp.LATEST

    @property
    def is_pulse(self) -> bool:
        """Whether it runs so often that its runs are told by the minute."""
        return self.every < PULSE


@dataclass(frozen=True, slots=True)
class Due:
    """The slots to run now, the oldest first, and how many passed without anybody running them in time."""

    slots: tuple[datetime, ...]
    missed: int


def slot_of(job: Job, at: datetime) -> datetime:
    """Give the last slot of a job at or before an instant.

    >>> daily = Job(name="a", command="b", every=timedelta(days=1), offset=timedelta(hours=2))
    >>> slot_of(daily, datetime(2026, 3, 2, 1, 59, tzinfo=UTC)).isoformat()
    '2026-03-01T02:00:00+00:00'
    """
    return _slot(job, _number(job, at))


def next_slot(job: Job, after: datetime) -> datetime:
    """Give the first slot of a job behind an instant."""
    return _slot(job, _number(job, after) + 1)


def due(job: Job, *, last: datetime | None, now: datetime) -> Due:
    """Tell what is to be run, where ``last`` was the newest slot that was run; None: never, so that one is due now."""
    newest = _number(job, now)
    behind = 1 if last is None else newest - _number(job, last)
    if behind <= 0:
        return Due((), 0)
    caught_up = 1 if job.catch_up is CatchUp.LATEST else min(behind, MOST_CAUGHT_UP)
    numbers = range(newest - caught_up + 1, newest + 1)
    return Due(tuple(_slot(job, number) for number in numbers), behind - 1)


def is_late(job: Job, *, last: datetime | None, now: datetime) -> bool:
    """Whether a job should have been run by itself by now and was not; ``last`` is the newest slot that was run.

    A pulse is told by the minute, when the minute is over. One that never ran is not late: its store may be new.
    """
    if last is None:
        return False
    if job.is_pulse:
        return now - last > 2 * PULSE + SLACK
    return slot_of(job, now) > last and now - slot_of(job, now) > SLACK


def _number(job: Job, at: datetime) -> int:
    return (at - _EPOCH - job.offset) // job.every


def _slot(job: Job, number: int) -> datetime:
    return _EPOCH + job.offset + number * job.every
