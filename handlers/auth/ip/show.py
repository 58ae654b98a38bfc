"""Show an IP record of a customer."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ADDRESSES
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which record."""

    record: ItemWord = Field(
        description="Which record, by id or by one of its addresses.", examples=["london-pbx"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what the record says."""
    return item_card(ADDRESSES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("auth ip show ben-llc london-pbx",)
)
