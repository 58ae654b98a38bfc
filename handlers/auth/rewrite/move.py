"""Move a rewrite of an IP record or SIP user; of each type the first that matches is applied."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfRecord
from handlers.kit.item_lists import REWRITES
from handlers.kit.items import moved
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.quantities import Count


class Args(OfRecord):
    """Which rewrite, and where it goes."""

    rewrite: ItemWord = Field(
        description="Which rewrite, by its number in the list or by what it replaces.",
        examples=["2"],
    )
    to: Count = Field(description="Its new position, counted from 1.", examples=[1])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it there; the others keep their order."""
    return moved(REWRITES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("auth rewrite move ben-llc office-pbx 3 1",)
)
