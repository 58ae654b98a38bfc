"""List public numbers: those of a customer, or of the whole carrier by customer, provider, tag and stock."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import Paged
from handlers.kit.item_lists import NUMBERS
from handlers.kit.item_replies import item_list
from handlers.kit.number_lists import WhichNumbers, number_reply
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Paged, WhichNumbers):
    """Which numbers."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay the numbers out as a table; all of one customer as on its card."""
    if args.customer and (args.provider, args.tag, args.stock) == (None, None, None):
        return item_list(NUMBERS, args, services, actor)
    return number_reply(args, args.page, services)


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=(
        "did list ben-llc",
        "did list --stock yes",
        "did list --provider thames-numbers --tag london",
    ),
    positional=("customer",),
)
