"""Move a strategy of a route to another position; the first that fits counts."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfRoute
from handlers.kit.item_lists import STRATEGIES
from handlers.kit.items import moved
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.quantities import Count


class Args(OfRoute):
    """Which strategy, and where it goes."""

    entry: ItemWord = Field(
        description="Which entry, by its number in the list, its prefix or its prefix set.",
        examples=["1"],
    )
    to: Count = Field(description="Its new position, counted from 1.", examples=[1])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it there; the others keep their order."""
    return moved(STRATEGIES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("route strategy move ben-llc standard 2 1",)
)
