"""Remove a package from a customer; one that is running is ended first, with edit and an end."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import PACKAGES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which package."""

    assignment: ItemWord = Field(
        description="Which assignment, by id or package.", examples=["minimum"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the customer's packages."""
    return removed(PACKAGES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("customer package remove ben-llc minimum",)
)
