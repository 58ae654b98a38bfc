"""Remove a SIP user from a customer; whoever logs in as it cannot call any more."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import USERS
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which SIP user."""

    user: ItemWord = Field(description="Which SIP user, by id or user name.", examples=["ben-desk"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the customer's SIP users."""
    return removed(USERS, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("auth user remove ben-llc ben-mobile",)
)
