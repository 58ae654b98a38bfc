"""Show a CLI rule of a customer."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import RULES
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which CLI rule."""

    rule: ItemWord = Field(
        description="Which rule, by id, caller number or database.", examples=["main-number"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(RULES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("cli rule show ben-llc main-number",)
)
