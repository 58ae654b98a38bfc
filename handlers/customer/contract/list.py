"""List the contracts a customer has to sign."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCustomer, Paged
from handlers.kit.item_lists import CONTRACTS
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfCustomer):
    """Whose contracts."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table."""
    return item_list(CONTRACTS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("customer contract list ben-llc",)
)
