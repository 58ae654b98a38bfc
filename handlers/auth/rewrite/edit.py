"""Edit a rewrite of an IP record or SIP user; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, OfRecord, WithUnset
from handlers.kit.item_lists import REWRITES
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.shared import Rewrite


@with_fields_of(Rewrite)
class Args(WithUnset, OfRecord):
    """Which rewrite, and what changes."""

    rewrite: ItemWord = Field(
        description="Which rewrite, by its number in the list or by what it replaces.",
        examples=["2"],
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(REWRITES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(REWRITES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the rewrite says now."""
    return filled(REWRITES, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=('auth rewrite edit ben-llc office-pbx 2 --new "1$1"',),
    form=("customer", "record", "rewrite", "type", "current", "new"),
)
