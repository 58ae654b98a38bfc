"""Show an alias that counts for every customer."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCarrier
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import CARRIER_ALIASES
from schemas.operators import Role


class Args(OfCarrier):
    """Which alias."""

    alias: ItemWord = Field(
        description="Which alias, by id or by the number dialled.", examples=["faults"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(CARRIER_ALIASES, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("settings alias show faults",))
