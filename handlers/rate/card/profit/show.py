"""Show a profit rule of a rate card."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROFIT_RULES, OfRateCard
from schemas.operators import Role


class Args(OfRateCard):
    """Which profit rule."""

    rule: ItemWord = Field(
        description="Which rule, by id, prefix or prefix set.", examples=["everything"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(PROFIT_RULES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("rate card profit show wholesale-eur everything",),
)
