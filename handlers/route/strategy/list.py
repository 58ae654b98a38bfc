"""List the strategies of a route in the order in which they are tried."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfRoute, Paged
from handlers.kit.item_lists import STRATEGIES
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfRoute):
    """Whose strategies."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table, in their order."""
    return item_list(STRATEGIES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("route strategy list ben-llc standard",)
)
