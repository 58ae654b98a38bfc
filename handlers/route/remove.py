"""Remove a route from a customer; calls that only it took find no route any more."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ROUTES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which route."""

    route: ItemWord = Field(description="Which route, by id or name.", examples=["standard"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the route out of the customer's routes."""
    return removed(ROUTES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("route remove ben-llc standard",)
)
