"""Show a provider card of a strategy."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import STRATEGY_CARDS, OfStrategy
from schemas.operators import Role


class Args(OfStrategy):
    """Which card."""

    entry: ItemWord = Field(
        description="Which entry, by position or by its card; a card in two tiers by position.",
        examples=["2"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(STRATEGY_CARDS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("strategy card show uk-mobile-quality 2",)
)
