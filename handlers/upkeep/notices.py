"""Tell the channel for changes what ended by itself, such as a suspension with an end. The bot does this every 30 seconds by itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Tell it, each end once."""
    over = services.upkeep.tell_over()
    return Reply(f"{over} ended by itself within the last day.", values={"over": over})


COMMAND = Command(role=Role.ENGINEER, effect=Effect.STATE, examples=("upkeep notices",))
