"""Remove a CLI rule from a customer; without any rule every caller number passes again."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import RULES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which CLI rule."""

    rule: ItemWord = Field(
        description="Which rule, by id, caller number or database.", examples=["main-number"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the customer's CLI rules."""
    return removed(RULES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("cli rule remove ben-llc branch",)
)
