"""Show a SIP user of a customer; of its password only whether there is one."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import USERS
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which SIP user."""

    user: ItemWord = Field(description="Which SIP user, by id or user name.", examples=["ben-desk"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(USERS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("auth user show ben-llc ben-desk",)
)
