"""Runs of jobs, and which process runs the schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class RunOutcome(StrEnum):
    """How a run of a job ended."""

    DONE = "done"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"  # something outside was down
    FAILED = "failed"  # a bug


BY_SCHEDULE = "schedule"
"""Who began a run, if nobody asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """One run of a job: there is never a second one for its ``slot``.

    ``by`` is ``BY_SCHEDULE`` or the operator who asked. ``missed`` counts the slots before it that nobody ran. Without ``outcome`` it
    is under way, or its process ended before it did. ``said`` is one line.
    """

    job: str
    slot: datetime
    by: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: RunOutcome | None = None
    said: str = ""
    missed: int = 0


class JobRuns(Protocol):
    """The runs of jobs: durable, safe for several processes.

    The schedule begins and ends runs under the number of its lead, which has to be the last that was given out: a leader that was
    away while another took over changes nothing any more. What a person asks for has no lead: None.
    """

    def take_lead(self) -> int:
        """Begin a new lead and give its number: the leads before it are over."""
        ...

    def is_over(self, lead: int) -> bool:
        """Whether a later lead began."""
        ...

    def begin(self, run: JobRun, *, lead: int | None = None) -> bool:
        """Record a run; False if its slot is taken or the lead is over, then nothing is changed."""
        ...

    def end(self, ended: JobRun, *, lead: int | None = None) -> bool:
        """Record how a run that began ended: its outcome, what it said and when.

        False if it ended before, or the lead is over: then nothing is changed.
        """
        ...

    def last_slot(self, job: str, *, at: datetime) -> datetime | None:
        """Give the newest slot at or before an instant that the schedule has begun."""
        ...

    def unended(self, job: str) -> Sequence[JobRun]:
        """List the runs of the schedule that began and did not end, the oldest first."""
        ...

    def recent(self, *, job: str | None, limit: int) -> Sequence[JobRun]:
        """List the newest runs of one job or of all, the newest first."""
        ...

    def forget(self, *, before: datetime) -> int:
        """Forget runs that started before an instant, but for the newest of each job; gives how many."""
        ...


class Leader(Protocol):
    """Which of the processes on one store runs the schedule: at most one at a time."""

    def lead(self) -> bool:
        """Tell whether this process leads, taking the lead if nobody has it. Cheap, and never waits for another process."""
        ...

    def resign(self) -> None:
        """Give the lead back; nothing if this process does not have it."""
        ...
