"""Edit an entry of the terms of a rate card; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, WithUnset
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from handlers.kit.shared_lists import TERMS, OfRateCard
from schemas.operators import Role
from schemas.rate_card import Terms


@with_fields_of(Terms, without=("since",))
class Args(WithUnset, OfRateCard):
    """Which entry, and what changes."""

    entry: ItemWord = Field(description="Which entry, by position or by since.", examples=["2"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(TERMS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(TERMS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the entry says now."""
    return filled(TERMS, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("rate card terms edit retail-usd 2 --precision 5",),
    form=("card", "entry", "precision", "rounding", "duration_rounding"),
)
