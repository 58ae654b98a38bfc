"""Runs of jobs in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from adapters.store.database import Database
from adapters.store.inserting import insert_new, put
from adapters.store.tables import job_runs, marks
from engine.ports.jobs import BY_SCHEDULE, JobRun, RunOutcome

_FIELDS = tuple(field.name for field in fields(JobRun))
_AGE = (job_runs.c.started_at, job_runs.c.slot, job_runs.c.job)

_LEAD = "lead"
_LAST_LEAD = select(marks.c.value).where(marks.c.key == _LEAD).with_for_update()
"""The number of the last lead, which nobody else changes meanwhile."""


class SqlJobRuns:
    """The ``JobRuns`` port on SQLAlchemy; instants are kept to the millisecond."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database

    def take_lead(self) -> int:
        """Begin a new lead and give its number: the leads before it are over."""
        with self._database.writing() as connection:
            insert_new(connection, marks, [{"key": _LEAD, "value": "0"}], key="key")
            lead = int(connection.execute(_LAST_LEAD).scalar_one()) + 1
            put(connection, marks, {"key": _LEAD, "value": str(lead)})
            return lead

    def is_over(self, lead: int) -> bool:
        """Whether a later lead began."""
        with self._database.reading() as connection:
            return not _lasts(connection, lead)

    def begin(self, run: JobRun, *, lead: int | None = None) -> bool:
        """Record a run; False if its slot is taken or the lead is over, then nothing is changed."""
        try:
            with self._database.writing() as connection:
                if not _lasts(connection, lead):
                    return False
                connection.execute(insert(job_runs).values(asdict(run)))
        except IntegrityError:
            return False
        return True

    def end(self, ended: JobRun, *, lead: int | None = None) -> bool:
        """Record how a run that began ended; False if it ended before, or the lead is over."""
        is_this = and_(job_runs.c.job == ended.job, job_runs.c.slot == ended.slot)
        values = {"outcome": ended.outcome, "said": ended.said, "ended_at": ended.ended_at}
        open_run = update(job_runs).where(is_this, job_runs.c.outcome.is_(None)).values(values)
        with self._database.writing() as connection:
            return _lasts(connection, lead) and connection.execute(open_run).rowcount == 1

    def last_slot(self, job: str, *, at: datetime) -> datetime | None:
        """Give the newest slot at or before an instant that the schedule has begun."""
        newest = select(func.max(job_runs.c.slot)).where(
            job_runs.c.job == job, job_runs.c.by == BY_SCHEDULE, job_runs.c.slot <= at
        )
        with self._database.reading() as connection:
            found: datetime | None = connection.scalar(newest)
            return found

    def unended(self, job: str) -> Sequence[JobRun]:
        """List the runs of the schedule that began and did not end, the oldest first."""
        wanted = and_(
            job_runs.c.job == job, job_runs.c.by == BY_SCHEDULE, job_runs.c.outcome.is_(None)
        )
        query = select(job_runs).where(wanted).order_by(job_runs.c.slot)
        with self._database.reading() as connection:
            return tuple(map(_run, connection.execute(query).mappings()))

    def recent(self, *, job: str | None, limit: int) -> Sequence[JobRun]:
        """List the newest runs of one job or of all, the newest first."""
        query = select(job_runs).order_by(*(column.desc() for column in _AGE)).limit(limit)
        if job is not None:
            query = query.where(job_runs.c.job == job)
        with self._database.reading() as connection:
            return tuple(map(_run, connection.execute(query).mappings()))

    def forget(self, *, before: datetime) -> int:
        """Forget runs that started before an instant, but for the newest of each job; gives how many."""
        newest = (
            select(job_runs.c.job, func.max(job_runs.c.slot).label("slot"))
            .where(job_runs.c.by == BY_SCHEDULE)
            .group_by(job_runs.c.job)
        )
        with self._database.reading() as connection:
            kept = {row.job: row.slot for row in connection.execute(newest)}
            jobs = connection.scalars(select(job_runs.c.job).distinct()).all()
        return sum(self._forget(job, before, kept.get(job)) for job in jobs)

    def _forget(self, job: str, before: datetime, kept: datetime | None) -> int:
        is_old = and_(job_runs.c.job == job, job_runs.c.started_at < before)
        if kept is not None:
            is_old = and_(is_old, job_runs.c.slot != kept)
        with self._database.writing() as connection:
            return connection.execute(delete(job_runs).where(is_old)).rowcount


def _lasts(connection: Connection, lead: int | None) -> bool:
    """Whether no later lead began; none begins before the end of this transaction."""
    return lead is None or connection.execute(_LAST_LEAD).scalar_one_or_none() == str(lead)


def _run(row: RowMapping) -> JobRun:
    values = {name: row[job_runs.c[name]] for name in _FIELDS}
    outcome = values["outcome"]
    return JobRun(**{**values, "outcome": None if outcome is None else RunOutcome(outcome)})
