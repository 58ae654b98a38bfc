"""Fetch the config repository now, and take up changes that wait for it. The bot does this every 15 seconds by itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.matters import told_faults
from handlers.kit.reply import Actions, Block, Button, Fields, Reply, Text, Tone
from handlers.kit.rewritten import refusal_of, rewritten, standstill
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
    blocks: list[Block] = [Fields(pairs, "Taken up")] if pairs else []
    found = rewritten(services.repository, services.store.heads)
    if found is not None:
        refused = refusal_of(services.book, services.repository, found)
        blocks += [standstill(refused), Actions((Button("Look at it", "repo adopt", {}),))]
    elif broken := told_faults(services.store.matters):
        blocks += [
            Text(f"Files that do not hold: {', '.join(sorted(broken))}.", Tone.WARNING),
            Actions((Button("Show what is wrong", "repo status", {}),)),
        ]
    took = f" {plural(len(pairs), 'waiting change')} taken up." if pairs else ""
    said = f"The config is at {head.id[:12]}: {one_line(head.subject)}."
    return Reply(said + took, tuple(blocks), values={"commit": head.id, "did": len(ended)})


COMMAND = Command(role=Role.OPERATOR, effect=Effect.STATE, examples=("repo sync",))
