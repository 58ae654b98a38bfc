"""Edit a route of a customer; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ChangedItem, ItemWord
from handlers.kit.item_forms import ROUTE
from handlers.kit.item_lists import ROUTES
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.routing import Route


@with_fields_of(Route, without=("id",))
class Args(ChangedItem):
    """Which route, and what changes."""

    route: ItemWord = Field(description="Which route, by id or name.", examples=["standard"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(ROUTES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(ROUTES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the route says now."""
    return filled(ROUTES, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "route edit ben-llc standard --channels 20",
        'route edit ben-llc standard --dial "44, 1" --unset capped_rate',
    ),
    form=("customer", "route", "rate_card", *ROUTE),
)
