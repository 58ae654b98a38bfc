"""Add an alias for every customer: a number dialled that means another one, after the customer's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import OfCarrier, WithId
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from handlers.kit.shared_lists import CARRIER_ALIASES
from schemas.operators import Role
from schemas.shared import Alias


@with_fields_of(Alias, required=("current", "new"), without=("id",))
class Args(WithId, OfCarrier):
    """What is dialled, and what it means."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(CARRIER_ALIASES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the aliases."""
    return added(CARRIER_ALIASES, args, services)


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=("settings alias add 100 442079460018 --id faults",),
    form=("current", "new", "id"),
)
