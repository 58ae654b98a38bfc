"""Move a rewrite of a provider to another position; of each type the first that fits counts."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import moved
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROVIDER_REWRITES, OfProvider
from schemas.operators import Role
from schemas.quantities import Count


class Args(OfProvider):
    """Which rewrite, and where it goes."""

    rewrite: ItemWord = Field(
        description="Which rewrite, by position or by what it replaces.", examples=["1"]
    )
    to: Count = Field(description="Its new position, counted from 1.", examples=[1])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it there; the others keep their order."""
    return moved(PROVIDER_REWRITES, args, services)


COMMAND = Command(
    role=Role.ENGINEER, effect=Effect.CONFIG, examples=("provider rewrite move borealis 2 1",)
)
