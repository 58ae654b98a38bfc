"""Remove a route from a tag; customers with the tag keep their own."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfTag
from handlers.kit.item_lists import TAG_ROUTES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfTag):
    """Which route."""

    route: ItemWord = Field(description="Which route, by id or name.", examples=["home-only"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the tag's routes."""
    return removed(TAG_ROUTES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("tag route remove uk home-only",)
)
