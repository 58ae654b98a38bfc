"""Drop what is older than the settings keep it. The bot does this every night by itself.

Of an operation older than retention.operation_payload_days stays that it happened, who asked, and its commit. Sent messages go after
retention.mail_log_days, runs of jobs after retention.debug_log_days.
"""

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
    """Drop it, and say how much it was."""
    dropped = services.upkeep.purge()
    return Reply(f"{plural(dropped, 'old record')} dropped.", values={"did": dropped})


COMMAND = Command(role=Role.ADMIN, effect=Effect.STATE, examples=("upkeep purge",))
