"""Remove an IP record from a customer; calls from its addresses are not recognised any more."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ADDRESSES
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which record."""

    record: ItemWord = Field(
        description="Which record, by id or by one of its addresses.", examples=["london-pbx"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the record out of the customer's auth."""
    return removed(ADDRESSES, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("auth ip remove ben-llc london-pbx",)
)
