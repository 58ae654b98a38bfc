"""Give a customer another name. Its id stays: files, calls and invoices know it by that for ever."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.checks import owner_of
from engine.fact_keys import folded
from engine.facts import Index
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.customer_edits import with_values
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import CustomerRef, Name


class Args(BaseModel):
    """Whom, and what it is called then."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Whom, by its id.", examples=["ben-llc"])
    name: Name = Field(description="The new name; unique.", examples=["Ben & Sons LLC"])


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell beside the field who has the name already."""
    for held in book.documents.facts.find(Index.NAME, folded(args.name)):
        if owner_of(held.path) != args.customer:
            yield FieldError("name", f"customer {owner_of(held.path)} has this name already")


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write the name."""
    return Intent(
        f"Rename customer {args.customer}",
        (with_values(args.customer, {"name": args.name}, services),),
        then=(Button("Show card", "customer show", {"customer": args.customer}),),
        notes=(f"The id stays {args.customer}.",),
    )


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=('customer rename ben-llc "Ben & Sons LLC"',),
    rest="name",
)
