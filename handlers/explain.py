"""Tell whose the addresses and numbers in a text are, and which customers it names.

In Slack it is in the menu of every message, too.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.masking import seen_by
from handlers.kit.mentions import mentions
from handlers.kit.reply import Actions, Block, Button, Reply, Table, Text
from handlers.kit.search import Hit, find_customers
from handlers.kit.services import Services
from handlers.kit.wording import one_line, plural
from schemas.operators import Role
from schemas.values import text_type

_OF_ONE = 5
_PERSONAL = frozenset({"contacts", "alerts"})


class Args(BaseModel):
    """The text."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, text_type(4000, several_lines=True)] = Field(
        description="Any text with addresses, numbers or names of customers in it.",
        examples=["503 from 203.0.113.7 to +44 20 7946 0018"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Explain every address and number, and list the customers named."""
    book, found = services.book, mentions(args.text, services.book)
    asked = (*found.addresses, *found.numbers)
    explained = {word: find_customers(book, word) for word in asked}
    rows = [row for word, hits in explained.items() for row in _rows(word, hits, actor)]
    owners = dict.fromkeys(hit.customer for hits in explained.values() for hit in hits)
    named = tuple(dict.fromkeys((*found.customers, *owners)))
    values = {
        "addresses": {one: _owners(explained[one]) for one in found.addresses},
        "numbers": {one: _owners(explained[one]) for one in found.numbers},
        "customers": list(found.customers),
    }
    if not asked and not named:
        hint = "Addresses such as 203.0.113.7, numbers of five digits or more, and customers by name or id are known."
        return Reply("Nothing in that text is known here.", (Text(hint),), values=values)
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(("In the text", "Customer", "Where", "What it says"), tuple(rows)))
    if found.customers:
        blocks.append(Text(f"Named: {', '.join(_called(book, one) for one in found.customers)}"))
    open_them = [Button(_name(book, one), "customer show", {"customer": one}) for one in named[:5]]
    blocks += [Actions(tuple(open_them))] if open_them else []
    kinds = (
        (plural(len(found.addresses), "IP"), found.addresses),
        (plural(len(found.numbers), "number"), found.numbers),
        (plural(len(named), "customer"), named),
    )
    said = ", ".join(words for words, some in kinds if some)
    return Reply(said, tuple(blocks), values=values)


def _rows(word: str, hits: tuple[Hit, ...], actor: Actor) -> list[tuple[str, str, str, str]]:
    if not hits:
        return [(word, "-", "nobody's", "-")]
    return [
        (word, hit.customer, f"{hit.tab}: {hit.field}", one_line(_seen(hit, actor)))
        for hit in hits[:_OF_ONE]
    ]


def _seen(hit: Hit, actor: Actor) -> str:
    """Mask what contacts and alerts say of people, for those who may only look."""
    return str(seen_by(actor, hit.value)) if hit.tab in _PERSONAL else hit.value


def _owners(hits: tuple[Hit, ...]) -> list[str]:
    return list(dict.fromkeys(hit.customer for hit in hits))


def _name(book: Book, customer: str) -> str:
    known = book.customers.get(customer)
    return known.name if known is not None else customer


def _called(book: Book, customer: str) -> str:
    return f"{_name(book, customer)} ({customer})"


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("explain 203.0.113.7", 'explain "503 from 203.0.113.7 to +44 20 7946 0018"'),
    rest="text",
)
