"""Remove an entry of the terms of a rate card; those before it count instead."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import removed
from handlers.kit.services import Services
from handlers.kit.shared_lists import TERMS, OfRateCard
from schemas.operators import Role


class Args(OfRateCard):
    """Which entry."""

    entry: ItemWord = Field(description="Which entry, by position or by since.", examples=["2"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the terms."""
    return removed(TERMS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("rate card terms remove retail-usd 2",),
)
