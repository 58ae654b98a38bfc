"""List what the bot does by itself: when it ran last, how that ended, when it runs next, and what is late."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from engine.jobs import Job, is_late, next_slot
from engine.ports.jobs import JobRun
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.jobs import JOBS
from handlers.kit.reply import Block, Reply, Table, Text, Tone
from handlers.kit.services import Services
from handlers.kit.wording import plural, when
from schemas.operators import Role

_COLUMNS = ("Job", "Command", "Every", "Last", "Outcome", "Next")


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Look at the last run of each."""
    runs, now = services.jobs.runs, services.clock.now()
    by_itself = {name: runs.last_slot(name, at=now) for name in JOBS}
    late = [job.name for job in JOBS.values() if is_late(job, last=by_itself[job.name], now=now)]
    last = {name: next(iter(runs.recent(job=name, limit=1)), None) for name in JOBS}
    rows = tuple(_row(job, last[job.name], now, is_late=job.name in late) for job in JOBS.values())
    said = f"{plural(len(rows), 'job')}"
    blocks: list[Block] = [Table(_COLUMNS, rows)]
    if late:
        said += f", late: {', '.join(late)}"
        blocks.insert(0, Text(STOPPED if len(late) == len(JOBS) else HANGS, Tone.BAD))
    elif not any(by_itself.values()):
        blocks.insert(0, Text(f"Nothing ran by itself yet. {IS_IT_RUNNING}", Tone.WARNING))
    return Reply(f"{said}.", tuple(blocks), values={"late": late})


IS_IT_RUNNING = "Is the bot running? It is started with: trunkline serve"
STOPPED = f"Nothing runs by itself any more. {IS_IT_RUNNING}"
HANGS = (
    "What is late hangs, waits for something outside, or has nobody who runs it; jobs history says how it went before. "
    "A restart of the bot loses nothing."
)


def _row(job: Job, last: JobRun | None, now: datetime, *, is_late: bool) -> tuple[str, ...]:
    ended = "-" if last is None else last.outcome or _at_work(last, now)
    return (
        job.name,
        job.command,
        _every(job.every),
        "never" if last is None else when(last.started_at),
        str(ended),
        "late" if is_late else "at once" if job.is_pulse else when(next_slot(job, now)),
    )


def _at_work(run: JobRun, now: datetime) -> str:
    minutes = round((now - run.started_at).total_seconds() / 60)
    return f"at work for {plural(minutes, 'minute')}" if minutes else "at work"


def _every(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds % size == 0:
            return plural(seconds // size, unit)
    return plural(seconds, "second")


COMMAND = Command(role=Role.OPERATOR, effect=Effect.READ, examples=("jobs list",), book=True)
