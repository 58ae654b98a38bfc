"""Remove a rewrite from a provider."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import removed
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROVIDER_REWRITES, OfProvider
from schemas.operators import Role


class Args(OfProvider):
    """Which rewrite."""

    rewrite: ItemWord = Field(
        description="Which rewrite, by position or by what it replaces.", examples=["1"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the rewrites."""
    return removed(PROVIDER_REWRITES, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("provider rewrite remove borealis 1",),
)
