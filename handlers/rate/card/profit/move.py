"""Move a profit rule of a rate card to another position of the list."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import moved
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROFIT_RULES, OfRateCard
from schemas.operators import Role
from schemas.quantities import Count


class Args(OfRateCard):
    """Which profit rule, and where it goes."""

    rule: ItemWord = Field(
        description="Which rule, by id, prefix or prefix set.", examples=["everything"]
    )
    to: Count = Field(description="Its new position, counted from 1.", examples=[1])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it there; the others keep their order."""
    return moved(PROFIT_RULES, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("rate card profit move wholesale-eur personal-numbers 1",),
)
