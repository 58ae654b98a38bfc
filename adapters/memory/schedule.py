"""The in-memory twins of what the schedule needs: runs of jobs, and who leads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.ports.jobs import BY_SCHEDULE, JobRun


class MemoryJobRuns:
    """The ``JobRuns`` port for one process; instants are kept to the millisecond, as in SQL."""

    def __init__(self) -> None:
        """Start empty."""
        self._runs: dict[tuple[str, datetime], JobRun] = {}
        self._lead = 0
        self._lock = threading.Lock()

    def take_lead(self) -> int:
        """Begin a new lead and give its number: the leads before it are over."""
        with self._lock:
            self._lead += 1
            return self._lead

    def is_over(self, lead: int) -> bool:
        """Whether a later lead began."""
        return lead != self._lead

    def begin(self, run: JobRun, *, lead: int | None = None) -> bool:
        """Record a run; False if its slot is taken or the lead is over, then nothing is changed."""
        kept = replace(
            run,
            slot=_whole(run.slot),
            started_at=_whole(run.started_at),
            ended_at=None if run.ended_at is None else _whole(run.ended_at),
        )
        with self._lock:
            if lead not in (None, self._lead):
                return False
            return self._runs.setdefault((kept.job, kept.slot), kept) is kept

    def end(self, ended: JobRun, *, lead: int | None = None) -> bool:
        """Record how a run that began ended; False if it ended before, or the lead is over."""
        at = None if ended.ended_at is None else _whole(ended.ended_at)
        with self._lock:
            run = self._runs.get((ended.job, _whole(ended.slot)))
            if run is None or run.outcome is not None or lead not in (None, self._lead):
                return False
            left = replace(run, outcome=ended.outcome, said=ended.said, ended_at=at)
            self._runs[run.job, run.slot] = left
            return True

    def last_slot(self, job: str, *, at: datetime) -> datetime | None:
        """Give the newest slot at or before an instant that the schedule has begun."""
        slots = [run.slot for run in self._of_schedule(job) if run.slot <= at]
        return max(slots, default=None)

    def unended(self, job: str) -> Sequence[JobRun]:
        """List the runs of the schedule that began and did not end, the oldest first."""
        found = (run for run in self._of_schedule(job) if run.outcome is None)
        return tuple(sorted(found, key=lambda run: run.slot))

    def recent(self, *, job: str | None, limit: int) -> Sequence[JobRun]:
        """List the newest runs of one job or of all, the newest first."""
        with self._lock:
            found = [run for run in self._runs.values() if job in (None, run.job)]
        return tuple(sorted(found, key=_age, reverse=True)[:limit])

    def forget(self, *, before: datetime) -> int:
        """Forget runs that started before an instant, but for the newest of each job; gives how many."""
        with self._lock:
            own = [run for run in self._runs.values() if run.by == BY_SCHEDULE]
            newest = {run.job: run.slot for run in sorted(own, key=lambda run: run.slot)}
            gone = [
                key
                for key, run in self._runs.items()
                if run.started_at < before and newest.get(run.job) != run.slot
            ]
            for key in gone:
                del self._runs[key]
        return len(gone)

    def _of_schedule(self, job: str) -> list[JobRun]:
        with self._lock:
            return [run for run in self._runs.values() if (run.job, run.by) == (job, BY_SCHEDULE)]


@dataclass
class Seat:
    """What several in-memory leaders contend for."""

    taken_by: MemoryLeader | None = None


class MemoryLeader:
    """The ``Leader`` port among those that share a seat; alone it leads."""

    def __init__(self, seat: Seat | None = None) -> None:
        """Contend for ``seat``."""
        self._seat = seat or Seat()

    def lead(self) -> bool:
        """Tell whether this one leads, taking the lead if nobody has it."""
        if self._seat.taken_by is None:
            self._seat.taken_by = self
        return self._seat.taken_by is self

    def resign(self) -> None:
        """Give the lead back."""
        if self._seat.taken_by is self:
            self._seat.taken_by = None


def _age(run: JobRun) -> tuple[datetime, datetime, str]:
    return run.started_at, run.slot, run.job


def _whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
