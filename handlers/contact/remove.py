"""Remove a contact from a customer; the person cannot log in to the portal any more."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import CONTACTS
from handlers.kit.items import removed
from handlers.kit.letters import Letter
from handlers.kit.passwords import contact_named
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


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Remember who is meant: once the contact is gone, the word that named them names nobody."""
    contact = contact_named(args.customer, args.contact, services.book)
    return {"contact": contact.id}


def afterwards(args: Args, services: Services, actor: Actor) -> tuple[Letter, ...]:
    """Forget the portal password."""
    services.safe.portal.remove(args.customer, str(services.drawn["contact"]))
    return ()


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("contact remove ben-llc ben",)
)
