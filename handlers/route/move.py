"""Move a route of a customer to another position; of routes that fit alike the first counts."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ROUTES
from handlers.kit.items import moved
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.quantities import Count


class Args(OfCustomer):
    """Which route, and where it goes."""

    route: ItemWord = Field(description="Which route, by id or name.", examples=["standard"])
    to: Count = Field(description="Its new position, counted from 1.", examples=[1])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it there; the others keep their order."""
    return moved(ROUTES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("route move ben-llc cheap 1",)
)
