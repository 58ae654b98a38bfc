"""List what the bot does by itself: when it ran last, how that ended, when it runs next."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from engine.jobs import Job, next_slot
from engine.ports import JobRun
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.jobs import JOBS
from handlers.kit.reply import Reply, Table
from handlers.kit.services import Services
from handlers.kit.wording import plural, when
from schemas.operators import Role

_COLUMNS = ("Job", "Command", "Every", "Last", "Outcome", "Next")


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Look at the last run of each."""
    last = {name: next(iter(services.jobs.runs.recent(job=name, limit=1)), None) for name in JOBS}
    now = services.clock.now()
    rows = tuple(_row(job, last[job.name], now) for job in JOBS.values())
    return Reply(f"{plural(len(rows), 'job')}.", (Table(_COLUMNS, rows),))


def _row(job: Job, last: JobRun | None, now: datetime) -> tuple[str, ...]:
    ended = "-" if last is None else last.outcome or "not ended"
    return (
        job.name,
        job.command,
        _every(job.every),
        "never" if last is None else when(last.started_at),
        str(ended),
        "at once" if job.is_pulse else when(next_slot(job, now)),
    )


def _every(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds % size == 0:
            return plural(seconds // size, unit)
    return plural(seconds, "second")


COMMAND = Command(role=Role.ENGINEER, effect=Effect.READ, examples=("jobs list",), book=True)
