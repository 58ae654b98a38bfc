"""Add a contact to a customer: a person, who can log in to the customer portal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_lists import CONTACTS
from handlers.kit.items import NewItem, added, check_new
from handlers.kit.services import Services
from schemas.contacts import Contact
from schemas.operators import Role


@with_fields_of(Contact, required=("name", "email"), without=("id",))
class Args(NewItem):
    """Whose contact, and who it is."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(CONTACTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the contact into the customer's contacts."""
    return added(CONTACTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'contact add ben-llc "Ben Archer" ben@ben.example.com',
        'contact add ben-llc "Mia Wolf" mia@ben.example.com --type Accounts --phone +442079460018',
    ),
    form=("customer", "name", "email", "type", "phone", "mobile", "department"),
)
