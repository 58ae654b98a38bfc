"""List the routes a tag brings to its customers."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfTag, Paged
from handlers.kit.item_lists import TAG_ROUTES
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfTag):
    """Whose routes."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table, in their order."""
    return item_list(TAG_ROUTES, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("tag route list uk",))
