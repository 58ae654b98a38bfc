"""Fetch the config repository now, and take up changes that wait for it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Fields, Reply
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Fetch, and compare with what was known."""
    before = services.book.commit
    head = services.repository.fetch()
    ended = services.desk.resume()
    moved = (
        f"moved from {before[:12]} to {head[:12]}" if head != before else f"is still at {head[:12]}"
    )
    pairs = tuple((operation.id, reply.summary) for operation, reply in ended)
    blocks = (Fields(pairs, "Taken up"),) if pairs else ()
    took = f" {plural(len(pairs), 'waiting change')} taken up." if pairs else ""
    return Reply(f"The config {moved}.{took}", blocks, values={"commit": head, "before": before})


COMMAND = Command(role=Role.OPERATOR, effect=Effect.STATE, examples=("repo sync",))
