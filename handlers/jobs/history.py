"""Show how the newest runs of one job, or of all, went. A job that runs every few seconds is told by the minute."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused
from engine.ports.jobs import JobRun
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
_COLUMNS = ("Slot", "Job", "By", "Outcome", "Took", "Said")


class Args(BaseModel):
    """Which job, and which page."""

    model_config = ConfigDict(extra="forbid")

    job: str = Field("", description="The job; without one, all.", examples=["maintain"])
    page: Count = Field(1, description="Which page of the list.", examples=[2])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """List them, the newest first."""
    if args.job and args.job not in JOBS:
        raise Refused(f'there is no job "{args.job}"', f"the jobs are {', '.join(JOBS)}")
    found = services.jobs.runs.recent(job=args.job or None, limit=KEPT)
    if not found:
        return Reply("Nothing ran yet.")
    page = page_of(found, args.page)
    table = Table(_COLUMNS, tuple(map(_row, page.rows)), page.note)
    turns = page.turns("jobs history", {"job": args.job} if args.job else {})
    of = f" of {args.job}" if args.job else ""
    return Reply(
        f"The newest {plural(len(found), 'run')}{of}.",
        (table, Actions(turns)) if turns else (table,),
    )


def _row(run: JobRun) -> tuple[str, ...]:
    missed = f" ({run.missed} missed before)" if run.missed else ""
    took = f"{(run.ended_at - run.started_at).total_seconds():.1f} s" if run.ended_at else "-"
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
