"""Show a contact of a customer."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import CONTACTS
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which contact."""

    contact: ItemWord = Field(
        description="Which contact, by id, name or e-mail address.", examples=["ben"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what the contact says."""
    return item_card(CONTACTS, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("contact show ben-llc ben",))
