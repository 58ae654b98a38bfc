"""Drop a message that waits or was given up: it is never sent, and what is behind it leaves."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(BaseModel):
    """Which message."""

    model_config = ConfigDict(extra="forbid")

    message: str = Field(
        description="The message, as outbox list names it.",
        examples=["op-01kax3v9m2c8r4t6w0y5z7b1nd:changes"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Drop it."""
    found = services.store.effects.get(args.message)
    if found is None:
        raise Refused(f'there is no message "{args.message}"', "see: outbox list")
    why = f"dropped by {actor.id}"
    if not services.store.effects.drop(args.message, at=services.clock.now(), why=why):
        raise Refused(
            f"{args.message} cannot be dropped: it is {found.state}",
            "only what waits or was given up can; see: outbox list",
        )
    return Reply(f"{args.message} is dropped: nobody gets it.")


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.STATE,
    examples=("outbox drop op-01kax3v9m2c8r4t6w0y5z7b1nd:changes",),
)
