"""Edit a DID of a customer; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ChangedItem, ItemWord
from handlers.kit.item_lists import NUMBERS
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.dids import DID
from schemas.operators import Role


@with_fields_of(DID, without=("id",))
class Args(ChangedItem):
    """Which DID, and what changes."""

    did: ItemWord = Field(description="Which DID, by number or id.", examples=["442079460100"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(NUMBERS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(NUMBERS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the DID says now."""
    return filled(NUMBERS, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'did edit ben-llc 442079460177 --destinations "extension:1001, external:447700900123"',
        "did edit ben-llc support --enabled no",
    ),
    form=(
        "customer",
        "did",
        "number",
        "provider",
        "provider_card",
        "destinations",
        "customer_card",
        "cost",
        "retail",
        "tags",
    ),
)
