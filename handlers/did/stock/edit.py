"""Edit a number in stock; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.book import Book
from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import WithUnset
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.numbers import STOCK, InStock, in_stock
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.stock import StockNumber


@with_fields_of(StockNumber, without=("id", "number"))
class Args(WithUnset, InStock):
    """Which number, and what changes. A number is what it is: another one is added."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    try:
        found = in_stock(args, book)
    except Refused as refused:
        yield FieldError("did", f"{refused.message}; {refused.hint}")
        return
    yield from check_changed(STOCK, found, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(STOCK, in_stock(args, services.book), services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what is known of the number now."""
    said = {name: typed[name] for name in ("did", "provider") if typed.get(name)}
    found = in_stock(InStock.model_validate(said), services.book)
    return filled(STOCK, {"did": found.did, "provider": found.provider}, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "did stock edit 442079460210 --cost 0.35",
        'did stock edit 442079460211 --tags "london, kept" --unset minimum_days',
    ),
    form=(
        "did",
        "provider_card",
        "cost",
        "setup_cost",
        "package",
        "minimum_days",
        "bought",
        "tags",
        "notes",
    ),
)
