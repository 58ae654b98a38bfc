"""Edit a contact of a customer; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ChangedItem, ItemWord
from handlers.kit.item_lists import CONTACTS
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.contacts import Contact
from schemas.operators import Role


@with_fields_of(Contact, without=("id",))
class Args(ChangedItem):
    """Which contact, and what changes."""

    contact: ItemWord = Field(
        description="Which contact, by id, name or e-mail address.", examples=["ben"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(CONTACTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(CONTACTS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the contact says now."""
    return filled(CONTACTS, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "contact edit ben-llc ben --type Technical",
        "contact edit ben-llc ben --mobile +447700900123 --unset phone",
    ),
    form=("customer", "contact", "name", "email", "type", "phone", "mobile", "department"),
)
