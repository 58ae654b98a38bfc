"""List the customers that a text names: by name, by id, or by an address or number of theirs.

In Slack it is in the menu of every message, too.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.mentions import mentions
from handlers.kit.reply import Actions, Button, Reply, Table, Text
from handlers.kit.search import find_customers
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role
from schemas.values import text_type

OFFERED = 10


class Args(BaseModel):
    """The text."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, text_type(4000, several_lines=True)] = Field(
        description="Any text with names, addresses or numbers in it.",
        examples=["Kestrel says that calls from 203.0.113.7 fail"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """List the customers with what gave them away, the ones named first."""
    book, found = services.book, mentions(args.text, services.book)
    by: dict[str, list[str]] = {name: ["its name"] for name in found.customers}
    for word in (*found.addresses, *found.numbers):
        for owner in dict.fromkeys(hit.customer for hit in find_customers(book, word)):
            by.setdefault(owner, []).append(word)
    values = {"customers": [{"id": name, "by": words} for name, words in by.items()]}
    if not by:
        hint = "Names and ids of customers, and their addresses and numbers, are looked for. To search for a part of a name: customer find"
        return Reply("That text names no customer.", (Text(hint),), values=values)
    rows = tuple((_name(book, name), name, ", ".join(words)) for name, words in by.items())
    cards = tuple(Button(_name(book, name), "customer show", {"customer": name}) for name in by)
    said = f"{plural(len(by), 'customer')} in that text"
    table = Table(("Customer", "Id", "Known by"), rows)
    return Reply(said, (table, Actions(cards[:OFFERED])), values=values)


def _name(book: Book, customer: str) -> str:
    known = book.customers.get(customer)
    return known.name if known is not None else customer


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("customer mentioned Kestrel has 503 from 203.0.113.7",),
    rest="text",
)
