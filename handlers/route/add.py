"""Add a route to a customer: which of its calls use which rate card, within which limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_forms import ROUTE
from handlers.kit.item_lists import ROUTES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.routing import Delivery, Route


@with_fields_of(Route, without=("id",))
class Args(NewItem):
    """Whose route, and which calls use it."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    if args.rate_card is None and args.deliver_to in (None, Delivery.PROVIDERS):
        yield FieldError("rate_card", "calls to providers need a rate card; name a customer card")
    else:
        yield from check_new(ROUTES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the route at the end of the customer's routes."""
    return added(ROUTES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "route add ben-llc retail-usd",
        'route add ben-llc retail-usd --id premium --tech_prefix "9#" --channels 20',
    ),
    form=("customer", "rate_card", "id", *ROUTE),
    positional=("rate_card",),
)
