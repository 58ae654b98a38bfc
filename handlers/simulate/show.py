"""Show a simulation that was kept, as it was answered then."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Reply, Text, decode
from handlers.kit.services import Services
from handlers.kit.wording import when
from schemas.operators import Role

LOOKED_AT = 1_000


class Args(BaseModel):
    """Which one."""

    model_config = ConfigDict(extra="forbid")

    simulation: str = Field(description="Its id.", examples=["SIM-4f2a9c01d7b3"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Give the answer of then."""
    for operation in services.store.operations.recent(
        actor=None, limit=LOOKED_AT, command="simulate"
    ):
        if operation.reply is None:
            continue
        reply = decode(operation.reply)
        if reply.values.get("id") == args.simulation:
            told = (
                f"{args.simulation}, asked by {operation.actor} at {when(operation.received_at)}."
            )
            return Reply(reply.summary, (Text(told), *reply.blocks), values=reply.values)
    raise Refused(f"there is no simulation {args.simulation}", "see: simulate list")


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("simulate show SIM-4f2a9c01d7b3",),
)
