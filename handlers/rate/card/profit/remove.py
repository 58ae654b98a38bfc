"""Remove a profit rule from a rate card."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import removed
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROFIT_RULES, OfRateCard
from schemas.operators import Role


class Args(OfRateCard):
    """Which profit rule."""

    rule: ItemWord = Field(
        description="Which rule, by id, prefix or prefix set.", examples=["everything"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the profit rules."""
    return removed(PROFIT_RULES, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("rate card profit remove wholesale-eur everything",),
)
