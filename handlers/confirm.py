"""Confirm a planned change, so that it is committed; only whoever asked for it can, and still has to be allowed to."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.ports.ids import OperationId
from handlers.kit.catalogue import Effect
from handlers.kit.command import CHANGERS, Actor, Command
from handlers.kit.reply import Reply
from handlers.kit.services import Services


class Args(BaseModel):
    """Which plan, and the proof that it was seen."""

    model_config = ConfigDict(extra="forbid")

    operation: str = Field(
        description="The operation, as the plan names it.",
        examples=["op-01kax3v9m2c8r4t6w0y5z7b1nd"],
    )
    digest: str = Field(
        description="The digest of the plan that was seen.", examples=["9f2c41d0..."]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Hand it to the desk."""
    return services.desk.confirm(OperationId(args.operation), args.digest, actor)


COMMAND = Command(
    role=CHANGERS,
    effect=Effect.STATE,
    examples=("confirm op-01kax3v9m2c8r4t6w0y5z7b1nd 9f2c41d0...",),
)
