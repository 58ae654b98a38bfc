"""List the operators, with their roles."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCarrier, Paged
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import OPERATORS
from schemas.operators import Role


class Args(Paged, OfCarrier):
    """Which page of them."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table."""
    return item_list(OPERATORS, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("operator list",))
