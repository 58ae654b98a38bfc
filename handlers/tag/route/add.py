"""Add a route to a tag: every customer with the tag has it besides its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import OfTag, WithId
from handlers.kit.item_forms import ROUTE
from handlers.kit.item_lists import TAG_ROUTES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.routing import Delivery, Route


@with_fields_of(Route, without=("id",))
class Args(WithId, OfTag):
    """Of which tag, and which calls use it."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    if args.rate_card is None and args.deliver_to in (None, Delivery.PROVIDERS):
        yield FieldError("rate_card", "calls to providers need a rate card; name a customer card")
    else:
        yield from check_new(TAG_ROUTES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the tag's routes."""
    return added(TAG_ROUTES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=('tag route add uk retail-gbp --id night --tech_prefix "7*"',),
    form=("tag", "id", "rate_card", *ROUTE),
    positional=("rate_card",),
)
