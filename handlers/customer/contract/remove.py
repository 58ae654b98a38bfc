"""Remove a contract from what a customer has to sign."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import CONTRACTS
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which contract."""

    assignment: ItemWord = Field(
        description="Which assignment, by id or contract.", examples=["terms"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the customer's contracts."""
    return removed(CONTRACTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("customer contract remove ben-llc recording",),
)
