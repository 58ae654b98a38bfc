"""Remove a CLI rule from a tag."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfTag
from handlers.kit.item_lists import TAG_RULES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfTag):
    """Which CLI rule."""

    rule: ItemWord = Field(
        description="Which rule, by id, caller number or database.", examples=["verified"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the tag's CLI rules."""
    return removed(TAG_RULES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("tag rule remove dialler verified",)
)
