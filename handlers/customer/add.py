"""Add a customer.

The id is made from the name unless given; it never changes and is never used again. Everything that is not said
has the default of the customer document and can be edited later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.checks import owner_of
from engine.edits import CreateDocument
from engine.errors import Refused
from engine.facts import Index, folded
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import given, nested, with_fields_of
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.customer import Customer
from schemas.kinds import kind_named
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
    name = args.id or slug_from(args.name)
    if not name:
        yield FieldError("id", "no id can be made from this name; give one in latin letters")
    elif book.has("customer", name):
        yield FieldError(
            "id" if args.id else "name", f"there is a customer {name} already; give another id"
        )
    taken = next(iter(book.documents.facts.find(Index.NAME, folded(args.name))), None)
    if taken is not None:
        yield FieldError("name", f"customer {owner_of(taken.path)} has this name already")


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the customer's document."""
    name = args.id or slug_from(args.name)
    if services.book.has("customer", name):
        raise Refused(f"there is a customer {name} already", f"see it with: customer show {name}")
    fan_out = services.book.settings.fan_out
    document = nested(given(args, Customer))
    return Intent(
        f"Add customer {name}",
        (CreateDocument(kind_named("customer").path(name, fan_out=fan_out), document),),
        then=(Button("Show card", "customer show", {"customer": name}),),
    )


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
