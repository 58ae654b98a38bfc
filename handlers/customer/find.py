"""Find customers by any text: a name, an e-mail, an IP address, a SIP user, a number, a tag, a note.

Every document of a customer is searched. An IP address is found in the networks that hold it, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_lists import ALERTS, CONTACTS
from handlers.kit.masking import seen_by
from handlers.kit.reply import Actions, Button, Reply, Table, Text
from handlers.kit.search import Hit, find_customers
from handlers.kit.services import Services
from handlers.kit.standings import overlays_now
from handlers.kit.wording import one_line, plural
from schemas.operators import Role
from schemas.values import text_type

OF_ONE = 3
"""Places of a customer before those of the next ones."""


class Args(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, text_type(200)] = Field(
        description="What to look for; case does not matter.",
        examples=["nordic"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """List the places the text occurs at."""
    book = services.book
    found = tuple(_as_seen(hit, actor) for hit in find_customers(book, args.text))
    laid = overlays_now(services)
    names = {hit.customer: _name(book, hit.customer) for hit in found}
    said = f'{plural(len(names), "customer")} with "{args.text}"'
    values = {"customers": [_value(name, shown, found) for name, shown in names.items()]}
    if not found:
        where = "Every document of every customer was searched: card, contacts, auth, routes, CLI rules, DIDs and more."
        return Reply(said, (Text(where),), values=values)
    places = [
        _rows(name, f"{shown} (suspended)" if laid.get(name) else shown, found)
        for name, shown in names.items()
    ]
    # A customer with many places would hide the others: those come last.
    rows = [row for own in places for row in own[:OF_ONE]]
    rows += [row for own in places for row in own[OF_ONE:]]
    open_them = [
        Button(shown, "customer show", {"customer": name}) for name, shown in names.items()
    ]
    table = Table(("Customer", "Id", "Where", "What it says"), tuple(rows))
    return Reply(said, (table, Actions(tuple(open_them[:5]))), values=values)


def _as_seen(hit: Hit, actor: Actor) -> Hit:
    """Mask what contacts and alerts say of people, for those who may only look."""
    if hit.tab not in (CONTACTS.tab, ALERTS.tab):
        return hit
    return replace(hit, value=str(seen_by(actor, hit.value)))


def _name(book: Book, customer: str) -> str:
    path = book.documents.path_of("customer", customer)
    model = book.documents.load(path).model if path is not None else None
    return str(getattr(model, "name", customer))


def _rows(name: str, shown: str, found: tuple[Hit, ...]) -> list[tuple[str, ...]]:
    """Lay out the places of a customer."""
    own = [hit for hit in found if hit.customer == name]
    return [
        (
            shown,
            name,
            f"{hit.tab}: {hit.field}" if hit.tab != "customer" else hit.field,
            one_line(hit.value),
        )
        for hit in own
    ]


def _value(name: str, shown: str, found: tuple[Hit, ...]) -> dict[str, object]:
    places = [
        {"tab": hit.tab, "field": hit.field, "value": hit.value}
        for hit in found
        if hit.customer == name
    ]
    return {"id": name, "name": shown, "places": places}


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("customer find kestrel", "customer find 203.0.113.7"),
    rest="text",
)
