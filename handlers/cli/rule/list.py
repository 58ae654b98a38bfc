"""List the CLI rules of a customer in the order in which they are tried."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCustomer, Paged
from handlers.kit.item_lists import RULES
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfCustomer):
    """Whose CLI rules."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table, in their order."""
    return item_list(RULES, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("cli rule list ben-llc",))
