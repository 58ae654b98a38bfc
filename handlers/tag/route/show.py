"""Show a route of a tag."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfTag
from handlers.kit.item_lists import TAG_ROUTES
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfTag):
    """Which route."""

    route: ItemWord = Field(description="Which route, by id or name.", examples=["home-only"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(TAG_ROUTES, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("tag route show uk home-only",))
