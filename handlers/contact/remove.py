"""Remove a contact from a customer; the person cannot log in to the portal any more."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_lists import CONTACTS
from handlers.kit.items import ItemWord, OfCustomer, removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which contact."""

    contact: ItemWord = Field(
        description="Which contact, by id, name or e-mail address.", examples=["ben"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the contact out of the customer's contacts."""
    return removed(CONTACTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("contact remove ben-llc ben",)
)
