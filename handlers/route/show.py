"""Show a route of a customer."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ROUTES
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which route."""

    route: ItemWord = Field(description="Which route, by id or name.", examples=["standard"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what the route says."""
    return item_card(ROUTES, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("route show ben-llc standard",))
