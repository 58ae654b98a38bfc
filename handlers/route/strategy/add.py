"""Add a strategy to a route: another way of choosing providers for some of its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import OfRoute
from handlers.kit.item_lists import STRATEGIES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.routing import PrefixStrategy


@with_fields_of(PrefixStrategy, required=("strategy",))
class Args(OfRoute):
    """Of which route, and for which numbers."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(STRATEGIES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the strategies of the route."""
    return added(STRATEGIES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("route strategy add ben-llc standard uk-mobile-quality --prefix 4479",),
    form=("customer", "route", "strategy", "prefix", "prefix_set"),
)
