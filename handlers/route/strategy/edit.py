"""Edit a strategy of a route; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, OfRoute, WithUnset
from handlers.kit.item_lists import STRATEGIES
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.routing import PrefixStrategy


@with_fields_of(PrefixStrategy)
class Args(WithUnset, OfRoute):
    """Which strategy, and what changes."""

    entry: ItemWord = Field(
        description="Which entry, by its number in the list, its prefix or its prefix set.",
        examples=["1"],
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(STRATEGIES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(STRATEGIES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the strategy says now."""
    return filled(STRATEGIES, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("route strategy edit ben-llc standard 1 --strategy no-premium",),
    form=("customer", "route", "entry", "strategy", "prefix", "prefix_set"),
)
