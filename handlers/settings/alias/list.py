"""List the aliases that count for every customer."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCarrier, Paged
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import CARRIER_ALIASES
from schemas.operators import Role


class Args(Paged, OfCarrier):
    """Whose aliases, and which page of them."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table."""
    return item_list(CARRIER_ALIASES, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("settings alias list",))
