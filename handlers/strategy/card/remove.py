"""Remove a provider card from a strategy."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import removed
from handlers.kit.services import Services
from handlers.kit.shared_lists import STRATEGY_CARDS, OfStrategy
from schemas.operators import Role


class Args(OfStrategy):
    """Which card."""

    entry: ItemWord = Field(
        description="Which entry, by position or by its card; a card in two tiers by position.",
        examples=["2"],
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the cards."""
    return removed(STRATEGY_CARDS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("strategy card remove uk-mobile-quality 2",),
)
