"""The clockwork: APScheduler asks ever again what is due, and what that is and who runs it is for ``bot.jobs``.

Explicit settings: UTC, one instance of a job at a time, a late tick is made up for once. Nothing is kept in the scheduler: the truth
about what ran is in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TypeAlias

import structlog
from apscheduler.events import (
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.house import House
from engine.errors import Refused, Unavailable

log = structlog.get_logger()

LOOK_EVERY = timedelta(seconds=20)
"""How often it is asked whether a slot of a rare job has come."""

GRACE_S = 30
FAST, SLOW = "fast", "slow"
_FAST = frozenset({"deliver"})
"""Jobs that never wait for git; the others must not hold them up."""

Beat: TypeAlias = tuple[str, Callable[[], object], int]
"""A name, what to do, and how often, in seconds: what each process does for itself, leader or not."""


def start_schedule(house: House, beats: Sequence[Beat] = ()) -> BackgroundScheduler:
    """Start asking what is due, and the ``beats`` of a front end; the caller shuts the scheduler down."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={
            FAST: ThreadPoolExecutor(2),
            SLOW: ThreadPoolExecutor(4),
            "default": ThreadPoolExecutor(2),
        },
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_S},
    )
    for job in house.jobs.known.values():
        scheduler.add_job(
            reported(job.name, partial(house.jobs.tick, job)),
            "interval",
            seconds=min(job.every, LOOK_EVERY).total_seconds(),
            id=job.name,
            executor=FAST if job.name in _FAST else SLOW,
        )
    for name, do, seconds in beats:
        scheduler.add_job(reported(name, do), "interval", seconds=seconds, id=name, executor=FAST)
    scheduler.add_listener(_told, EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
    scheduler.start()
    return scheduler


def take_up_changes(house: House) -> None:
    """Do what the schedule does about changes, whether the remote is there or not."""
    with suppress(Unavailable):
        house.upkeep.sync()


def _told(event: JobExecutionEvent | JobSubmissionEvent) -> None:
    """Log, and so count, a tick that came too late or while the one before it was still at work."""
    missed = event.code == EVENT_JOB_MISSED
    log.warning("schedule.missed" if missed else "schedule.still_at_work", job=event.job_id)


def reported(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """Give what runs a job and logs that it came to nothing, so that the schedule goes on."""

    def run() -> None:
        try:
            job()
        except Unavailable as unavailable:
            log.warning("job.unavailable", job=name, what=unavailable.what)
        except Refused as refused:
            log.warning("job.refused", job=name, why=refused.message)
        except (
            Exception
        ):  # a job that fails must not stop the schedule; it is logged and runs again
            log.exception("job.bug", job=name)

    return run
