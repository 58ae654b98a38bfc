"""Remove a rewrite from an IP record or SIP user."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfRecord
from handlers.kit.item_lists import REWRITES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfRecord):
    """Which rewrite."""

    rewrite: ItemWord = Field(
        description="Which rewrite, by its number in the list or by what it replaces.",
        examples=["2"],
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the rewrites of the record."""
    return removed(REWRITES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("auth rewrite remove ben-llc office-pbx 2",)
)
