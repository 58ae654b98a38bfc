"""Edit an IP record of a customer; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ChangedItem, ItemWord
from handlers.kit.item_forms import IP_RECORD
from handlers.kit.item_lists import ADDRESSES
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.auth import IPRecord
from schemas.operators import Role


@with_fields_of(IPRecord, without=("id", "username", "secret"))
class Args(ChangedItem):
    """Which record, and what changes."""

    record: ItemWord = Field(
        description="Which record, by id or by one of its addresses.", examples=["london-pbx"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(ADDRESSES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(ADDRESSES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the record says now."""
    return filled(ADDRESSES, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "auth ip edit ben-llc london-pbx --channels 30",
        "auth ip edit ben-llc 203.0.113.9 --enabled no",
    ),
    form=("customer", "record", "hosts", *IP_RECORD),
)
