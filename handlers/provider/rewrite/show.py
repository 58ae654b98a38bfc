"""Show a rewrite of a provider."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROVIDER_REWRITES, OfProvider
from schemas.operators import Role


class Args(OfProvider):
    """Which rewrite."""

    rewrite: ItemWord = Field(
        description="Which rewrite, by position or by what it replaces.", examples=["1"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(PROVIDER_REWRITES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("provider rewrite show borealis 1",)
)
