"""Assign a public number to a customer; one in stock comes with all that is known of it.

Of a number in stock the provider, its card and its cost need not be said: they come with it, and the number leaves the
stock in the same commit. What is said counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engine.book import Book
from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_lists import NUMBERS
from handlers.kit.items import added, check_new, removed
from handlers.kit.numbers import STOCK, InStock, out_of_stock, stocked
from handlers.kit.services import Services
from schemas.dids import DID
from schemas.operators import Role
from schemas.stock import StockNumber

SOURCE = ("provider", "provider_card")


@with_fields_of(DID, required=("number",), without=("id",))
class Args(NewItem):
    """Whose number it becomes, where it comes from and where its calls go."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    held = stocked(book, args.number)
    for error in check_new(NUMBERS, args, book):
        if held is None or error.field != "number":
            yield error
    if held is None:
        for name in _unsaid(args):
            yield FieldError(name, f"{args.number} is not in stock, so say its {_word(name)}")
    elif args.provider not in (None, held[0]):
        yield FieldError("provider", f"{args.number} is in the stock of {held[0]}; leave this out")


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the number into the customer's DIDs, and take it out of stock if it is there."""
    held = stocked(services.book, args.number)
    if held is not None:
        return _from_stock(args, *held, services)
    for name in _unsaid(args):
        raise Refused(f"{args.number} is not in stock, so say its {_word(name)}", f"--{name}")
    return added(NUMBERS, args, services)


def _from_stock(args: Any, provider: str, number: StockNumber, services: Services) -> Intent:
    known = out_of_stock(provider, number)
    unsaid = {name: value for name, value in known.items() if getattr(args, name) is None}
    intent = added(NUMBERS, args.model_copy(update=unsaid), services)
    gone = removed(STOCK, InStock(did=number.id, provider=provider), services)
    note = f"{number.number} comes out of the stock of {provider}, with what is known of it."
    return replace(intent, edits=(*intent.edits, *gone.edits), notes=(*intent.notes, note))


def _unsaid(args: Any) -> list[str]:
    return [name for name in SOURCE if getattr(args, name) is None]


def _word(name: str) -> str:
    return name.replace("_", " ")


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "did assign ben-llc 442079460210 --destinations 1001@sip.example.com --retail 1.50",
        "did assign ben-llc 442079460177 thames-numbers thames-did --destinations 1001@sip.example.com",
        "did assign ben-llc 442079460178 thames-numbers thames-did --id support --cost 0.40 --retail 1.50",
    ),
    form=(
        "customer",
        "number",
        "id",
        "destinations",
        "customer_card",
        "retail",
        "provider",
        "provider_card",
        "cost",
        "tags",
    ),
    positional=SOURCE,
)
