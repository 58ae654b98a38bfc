"""List the alerts about a customer."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCustomer, Paged
from handlers.kit.item_lists import ALERTS
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, OfCustomer):
    """About whom."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay the alerts out as a table."""
    return item_list(ALERTS, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("alert list ben-llc",))
