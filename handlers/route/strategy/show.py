"""Show a strategy of a route."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfRoute
from handlers.kit.item_lists import STRATEGIES
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfRoute):
    """Which strategy."""

    entry: ItemWord = Field(
        description="Which entry, by its number in the list, its prefix or its prefix set.",
        examples=["1"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(STRATEGIES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("route strategy show ben-llc standard 1",)
)
