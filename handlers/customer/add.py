"""Add a customer.

The id is made from the name unless given; it never changes and is never used again. Everything that is not said
has the default of the customer document and can be edited later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.departure import is_archived
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import CUSTOMERS
from handlers.kit.documents import check_new_document, document_added
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.customer import Customer
from schemas.operators import Role
from schemas.values import Slug, slug_from


@with_fields_of(Customer, required=("name", "currency"))
class Args(BaseModel):
    """The customer's fields, and its id."""

    model_config = ConfigDict(extra="forbid")

    id: Slug | None = Field(
        None,
        description="Id in files and commands; made from the name if not given.",
        examples=["ben-llc"],
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    yield from check_new_document(CUSTOMERS, args, book)
    name = args.id or slug_from(args.name)
    if name and is_archived(book, name):
        yield FieldError(
            "id" if args.id else "name",
            f"the id {name} was a deleted customer's and is never used again; give another id",
        )


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the customer's document."""
    return document_added(CUSTOMERS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'customer add "Ben LLC" USD',
        'customer add "Nordic Voice" EUR --channels 120 --cps 20 --debit_limit 2500',
    ),
    form=(
        "name",
        "currency",
        "id",
        "status",
        "channels",
        "cps",
        "debit_limit",
        "tax_percent",
        "website",
        "tags",
    ),
)
