"""Add an alias to a customer: a dialled number that means another one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_lists import ALIASES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.shared import Alias


@with_fields_of(Alias, required=("current", "new"), without=("id",))
class Args(NewItem):
    """Whose alias, and what it means."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(ALIASES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the customer's aliases."""
    return added(ALIASES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "auth alias add ben-llc 612 442079460019 --id night-desk",
        'auth alias add ben-llc "^9(.*)$" "44$1" --id nine',
    ),
    form=("customer", "current", "new", "id"),
)
