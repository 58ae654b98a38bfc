"""Move a CLI rule of a customer to another position; the first rule that fits counts."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import RULES
from handlers.kit.items import moved
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.quantities import Count


class Args(OfCustomer):
    """Which CLI rule, and where it goes."""

    rule: ItemWord = Field(
        description="Which rule, by id, caller number or database.", examples=["main-number"]
    )
    to: Count = Field(description="Its new position, counted from 1.", examples=[1])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it there; the others keep their order."""
    return moved(RULES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("cli rule move ben-llc fallback 1",)
)
