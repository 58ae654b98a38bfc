"""Remove a strategy from a route; its rate card decides again."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfRoute
from handlers.kit.item_lists import STRATEGIES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfRoute):
    """Which strategy."""

    entry: ItemWord = Field(
        description="Which entry, by its number in the list, its prefix or its prefix set.",
        examples=["1"],
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the strategies of the route."""
    return removed(STRATEGIES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("route strategy remove ben-llc standard 1",)
)
