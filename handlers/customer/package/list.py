"""List the packages a customer has."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCustomer, Paged
from handlers.kit.item_lists import PACKAGES
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfCustomer):
    """Whose packages."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table."""
    return item_list(PACKAGES, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("customer package list ben-llc",))
