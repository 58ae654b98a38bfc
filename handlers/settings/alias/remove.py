"""Remove an alias that counts for every customer."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCarrier
from handlers.kit.items import removed
from handlers.kit.services import Services
from handlers.kit.shared_lists import CARRIER_ALIASES
from schemas.operators import Role


class Args(OfCarrier):
    """Which alias."""

    alias: ItemWord = Field(
        description="Which alias, by id or by the number dialled.", examples=["faults"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the aliases."""
    return removed(CARRIER_ALIASES, args, services)


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=("settings alias remove faults",),
)
