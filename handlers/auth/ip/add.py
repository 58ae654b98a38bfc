"""Add an address from which a customer's calls come, or to which its calls go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_forms import IP_RECORD
from handlers.kit.item_lists import ADDRESSES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.auth import IPRecord
from schemas.operators import Role


@with_fields_of(IPRecord, required=("hosts",), without=("id", "username", "secret"))
class Args(NewItem):
    """Whose address, and how calls there are treated."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(ADDRESSES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the record into the customer's auth."""
    return added(ADDRESSES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "auth ip add ben-llc 203.0.113.9 --id london-pbx",
        'auth ip add ben-llc "203.0.113.9, 203.0.113.16/29" --direction both --channels 60 --cps 10',
    ),
    form=("customer", "hosts", "id", *IP_RECORD),
)
