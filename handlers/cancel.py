"""Cancel a change that is planned, or proposed and not merged; nothing of it happens."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.ports.ids import OperationId
from handlers.kit.catalogue import Effect
from handlers.kit.command import CHANGERS, Actor, Command
from handlers.kit.reply import Reply
from handlers.kit.services import Services


class Args(BaseModel):
    """Which change."""

    model_config = ConfigDict(extra="forbid")

    operation: str = Field(
        description="The operation, as its message names it.",
        examples=["op-01kax3v9m2c8r4t6w0y5z7b1nd"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Hand it to the desk."""
    return services.desk.cancel(OperationId(args.operation), actor)


COMMAND = Command(
    role=CHANGERS, effect=Effect.STATE, examples=("cancel op-01kax3v9m2c8r4t6w0y5z7b1nd",)
)
