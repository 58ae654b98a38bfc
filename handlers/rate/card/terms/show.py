"""Show an entry of the terms of a rate card."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import TERMS, OfRateCard
from schemas.operators import Role


class Args(OfRateCard):
    """Which entry."""

    entry: ItemWord = Field(description="Which entry, by position or by since.", examples=["2"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(TERMS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("rate card terms show retail-usd 2",)
)
