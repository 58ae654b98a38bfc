"""Remove an alias from a customer; the number is dialled as it is."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ALIASES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which alias."""

    alias: ItemWord = Field(
        description="Which alias, by id or the number dialled.", examples=["helpdesk"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the customer's aliases."""
    return removed(ALIASES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("auth alias remove ben-llc helpdesk",)
)
