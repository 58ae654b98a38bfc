"""Add a number that no customer has to the stock of a provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.items import added, check_new
from handlers.kit.numbers import STOCK, NewInStock, stocked
from handlers.kit.services import Services
from schemas.operators import Role


class Args(NewInStock):
    """Where the number comes from and what it costs."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    held = stocked(book, args.number)
    if held is not None:
        yield FieldError("number", f"it is in the stock of {held[0]} already")
        return
    yield from check_new(STOCK, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the number into the provider's stock."""
    return added(STOCK, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "did stock add thames-numbers 442079460230 thames-did --cost 0.40",
        "did stock add thames-numbers 442079460231 thames-did --setup_cost 2.00 --minimum_days 30 --tags london",
    ),
    form=(
        "provider",
        "number",
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
