"""Move a provider card of a strategy to another position; what stands first is tried first where the order is manual."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import moved
from handlers.kit.services import Services
from handlers.kit.shared_lists import STRATEGY_CARDS, OfStrategy
from schemas.operators import Role
from schemas.quantities import Count


class Args(OfStrategy):
    """Which card, and where it goes."""

    entry: ItemWord = Field(
        description="Which entry, by position or by its card; a card in two tiers by position.",
        examples=["2"],
    )
    to: Count = Field(description="Its new position, counted from 1.", examples=[1])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it there; the others keep their order."""
    return moved(STRATEGY_CARDS, args, services)


COMMAND = Command(
    role=Role.ENGINEER, effect=Effect.CONFIG, examples=("strategy card move uk-mobile-quality 3 1",)
)
