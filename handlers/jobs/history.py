"""Show how the newest runs of one job, or of all, went. A job that runs every few seconds is told by the minute."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused
from engine.ports.jobs import BY_SCHEDULE, JobRun, JobRuns, RunOutcome
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.jobs import JOBS
from handlers.kit.paging import page_of
from handlers.kit.reply import Actions, Reply, Table
from handlers.kit.services import Services
from handlers.kit.wording import one_line, plural, when
from schemas.operators import Role
from schemas.quantities import Count

KEPT = 500
_OFTEN = ", ".join(name for name, job in JOBS.items() if job.is_pulse)
_LEFT_OUT = f" Minutes in which {_OFTEN} went well are left out: name one to see them."
_COLUMNS = ("Due", "Job", "By", "Outcome", "Took", "Said")


class Args(BaseModel):
    """Which job, and which page."""

    model_config = ConfigDict(extra="forbid")

    job: str = Field("", description="The job; without one, all.", examples=["maintain"])
    page: Count = Field(1, description="Which page of the list.", examples=[2])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """List them, the newest first."""
    if args.job and args.job not in JOBS:
        raise Refused(f'there is no job "{args.job}"', f"the jobs are {', '.join(JOBS)}")
    runs = services.jobs.runs
    found = runs.recent(job=args.job, limit=KEPT) if args.job else _of_all(runs)
    if not found:
        return Reply(f"Nothing ran yet.{'' if args.job else _LEFT_OUT}")
    page = page_of(found, args.page)
    table = Table(_COLUMNS, tuple(map(_row, page.rows)), page.note)
    turns = page.turns("jobs history", {"job": args.job} if args.job else {})
    return Reply(_told(args.job, found), (table, Actions(turns)) if turns else (table,))


def _of_all(runs: JobRuns) -> Sequence[JobRun]:
    """Give the newest of each job, but no minute that went well: there are thousands a day, and a run of the night among them is not seen."""
    each = (runs.recent(job=name, limit=KEPT) for name in JOBS)
    told = [run for one in each for run in one if not (_is_minute(run) and _went_well(run))]
    return sorted(told, key=lambda run: (run.started_at, run.job), reverse=True)[:KEPT]


def _told(name: str, found: Sequence[JobRun]) -> str:
    """Say what the rows are: of a job that runs every few seconds each is a minute."""
    minutes = sum(map(_is_minute, found))
    kinds = [(minutes, "minute"), (len(found) - minutes, "run")]
    counted = " and ".join(plural(count, noun) for count, noun in kinds if count)
    of = f" of {name}" if name else ""
    often = " A job that runs every few seconds has a row for each minute." if minutes else ""
    return f"The newest {counted}{of}.{often}{'' if name else _LEFT_OUT}"


def _went_well(run: JobRun) -> bool:
    return run.outcome is RunOutcome.DONE


def _is_minute(run: JobRun) -> bool:
    job = JOBS.get(run.job)
    return job is not None and job.is_pulse and run.by == BY_SCHEDULE


def _row(run: JobRun) -> tuple[str, ...]:
    missed = f", after {run.missed} that nobody ran in time" if run.missed else ""
    took = "-"
    if run.ended_at and not _is_minute(run):
        took = f"{(run.ended_at - run.started_at).total_seconds():.1f} s"
    return (
        when(run.slot),
        run.job,
        run.by,
        f"{run.outcome or 'at work, or cut off'}{missed}",
        took,
        one_line(run.said)[:120],
    )


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.READ,
    examples=("jobs history", "jobs history maintain"),
    positional=("job",),
)
