"""Pack the bot's clone of the config repository and index its history. The bot does this every night by itself."""

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
    """Pack and index."""
    services.repository.maintain()
    return Reply("The clone of the config repository is packed and its history indexed.")


COMMAND = Command(role=Role.ENGINEER, effect=Effect.STATE, examples=("repo maintain",))
