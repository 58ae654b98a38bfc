"""Show a rewrite of an IP record or SIP user."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfRecord
from handlers.kit.item_lists import REWRITES
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfRecord):
    """Which rewrite."""

    rewrite: ItemWord = Field(
        description="Which rewrite, by its number in the list or by what it replaces.",
        examples=["2"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(REWRITES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("auth rewrite show ben-llc office-pbx 2",)
)
