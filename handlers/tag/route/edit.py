"""Edit a route of a tag; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, OfTag, WithUnset
from handlers.kit.item_forms import ROUTE
from handlers.kit.item_lists import TAG_ROUTES
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.routing import Route


@with_fields_of(Route, without=("id",))
class Args(WithUnset, OfTag):
    """Which route, and what changes."""

    route: ItemWord = Field(description="Which route, by id or name.", examples=["home-only"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(TAG_ROUTES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(TAG_ROUTES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the route says now."""
    return filled(TAG_ROUTES, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("tag route edit uk home-only --channels 20",),
    form=("tag", "route", "rate_card", *ROUTE),
)
