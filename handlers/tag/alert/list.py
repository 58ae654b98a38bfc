"""List the alerts about the customers with a tag."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfTag, Paged
from handlers.kit.item_lists import TAG_ALERTS
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfTag):
    """Whose alerts."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table."""
    return item_list(TAG_ALERTS, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("tag alert list retail",))
