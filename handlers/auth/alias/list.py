"""List the aliases of a customer."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCustomer, Paged
from handlers.kit.item_lists import ALIASES
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfCustomer):
    """Whose aliases."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table."""
    return item_list(ALIASES, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("auth alias list ben-llc",))
