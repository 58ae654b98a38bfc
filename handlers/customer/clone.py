"""Make a new customer from another: its terms, routes, CLI rules, packages, alerts and contracts.

What belongs to one customer only stays behind, and the plan lists it: contacts, addresses, SIP users, secrets, DIDs,
number blocks. With --currency what is priced in the old currency stays behind too. The new customer waits for approval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.cloning import Clone, clone
from engine.departure import is_archived
from engine.edits import CreateDocument
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import CUSTOMERS
from handlers.kit.documents import check_new_document
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.kinds import kind_named
from schemas.operators import Role
from schemas.quantities import Currency
from schemas.values import CustomerRef, Name, Slug


class Args(BaseModel):
    """Whom to take after, and what the new one is called."""

    model_config = ConfigDict(extra="forbid")

    source: CustomerRef = Field(description="Whom to take after.", examples=["ben-llc"])
    id: Slug = Field(description="Id of the new customer; never changes.", examples=["ben-gmbh"])
    name: Name | None = Field(
        None, description="Its name; made from the id if not given.", examples=["Ben GmbH"]
    )
    currency: Currency | None = Field(
        None, description="Its currency, if another than that of the source.", examples=["EUR"]
    )

    @property
    def called(self) -> str:
        """The name of the new customer."""
        return self.name or self.id.replace("-", " ").title()


class _New(BaseModel):
    """A new customer as the kit checks one."""

    id: str
    name: str


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    yield from check_new_document(CUSTOMERS, _New(id=args.id, name=args.called), book)
    if is_archived(book, args.id):
        yield FieldError("id", f"the id {args.id} was a deleted customer's; give another id")


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, str]:
    """Say once which day it is: assignments of packages begin on it."""
    return {"today": services.clock.now().date().isoformat()}


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write the new customer's files."""
    book = services.book
    today = date.fromisoformat(services.drawn["today"])
    made = clone(book, args.source, args.called, args.currency, today)
    edits = tuple(
        CreateDocument(kind_named(kind).path(args.id, fan_out=book.settings.fan_out), content)
        for kind, content in made.files.items()
    )
    return Intent(
        f"Clone customer {args.source} to {args.id}",
        edits,
        then=(
            Button("Show card", "customer show", {"customer": args.id}),
            Button("Approve", "customer approve", {"customer": args.id}),
        ),
        notes=tuple(_notes(made)),
    )


def _notes(made: Clone) -> Iterator[str]:
    if made.left_out:
        yield f"Left out: {'; '.join(made.left_out)}."
    if "cli" in made.files:
        yield "The CLI rules let it show the same numbers; look through them."
    yield "It waits for approval: customer approve tells what it still lacks."


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'customer clone ben-llc ben-two --name "Ben Two LLC"',
        'customer clone ben-llc ben-gmbh --name "Ben GmbH" --currency EUR',
    ),
)
