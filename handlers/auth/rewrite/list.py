"""List the rewrites of an IP record or SIP user in the order in which they are tried."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfRecord, Paged
from handlers.kit.item_lists import REWRITES
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfRecord):
    """Whose rewrites."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table, in their order."""
    return item_list(REWRITES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("auth rewrite list ben-llc office-pbx",)
)
