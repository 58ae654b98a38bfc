"""Run one of the jobs now. The schedule goes on as before."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(BaseModel):
    """Which job."""

    model_config = ConfigDict(extra="forbid")

    job: str = Field(description="The job, as jobs list names it.", examples=["maintain"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Run its command, and give its answer."""
    return services.jobs.run(args.job, actor)


COMMAND = Command(
    role=(Role.ENGINEER, Role.ADMIN), effect=Effect.STATE, examples=("jobs run maintain",)
)
