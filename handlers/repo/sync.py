"""Fetch the config repository now, and take up changes that wait for it. The bot does this every 15 seconds by itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Fields, Reply
from handlers.kit.services import Services
from handlers.kit.wording import one_line, plural
from schemas.operators import Role


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Fetch, and say where the branch stands."""
    ended = services.upkeep.sync()
    head = services.repository.describe(services.repository.head())
    pairs = tuple((operation.id, reply.summary) for operation, reply in ended)
    blocks = (Fields(pairs, "Taken up"),) if pairs else ()
    took = f" {plural(len(pairs), 'waiting change')} taken up." if pairs else ""
    said = f"The config is at {head.id[:12]}: {one_line(head.subject)}."
    return Reply(said + took, blocks, values={"commit": head.id, "did": len(ended)})


COMMAND = Command(role=Role.OPERATOR, effect=Effect.STATE, examples=("repo sync",))
