"""Send what waits to be sent and is due. The bot does this every second by itself."""

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
    """Send, and say how many left."""
    sent = services.upkeep.deliver()
    return Reply(f"{plural(sent, 'message')} sent.", values={"did": sent})


COMMAND = Command(role=Role.ENGINEER, effect=Effect.STATE, examples=("upkeep deliver",))
