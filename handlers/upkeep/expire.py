"""End plans, forms and requests that nobody went on with for a day. The bot does this every ten minutes by itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """End them, and say how many there were."""
    ended = services.upkeep.expire()
    return Reply(f"{plural(ended, 'unfinished request')} ended.", values={"did": ended})


COMMAND = Command(role=Role.ENGINEER, effect=Effect.STATE, examples=("upkeep expire",))
