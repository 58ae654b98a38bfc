"""Edit a customer: give any of its fields a new value.

Only the named fields change; comments and everything else in the file stay as they are. ``--unset`` takes fields
back to their defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import CUSTOMERS
from handlers.kit.documents import (
    ChangedDocument,
    check_changed_document,
    document_changed,
    document_filled,
)
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.customer import Customer
from schemas.operators import Role
from schemas.values import CustomerRef


@with_fields_of(Customer)
class Args(ChangedDocument):
    """The customer, and the fields to change."""

    customer: CustomerRef = Field(description="Whom to edit.", examples=["ben-llc"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed_document(CUSTOMERS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return document_changed(CUSTOMERS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the file says now."""
    return document_filled(CUSTOMERS, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "customer edit ben-llc --channels 60",
        'customer edit ben-llc --notes "moves to the new switch in June" --unset website',
    ),
    form=(
        "customer",
        "name",
        "status",
        "channels",
        "cps",
        "debit_limit",
        "tax_percent",
        "website",
        "tags",
        "notes",
    ),
)
