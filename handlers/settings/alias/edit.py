"""Edit an alias that counts for every customer; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, OfCarrier, WithUnset
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from handlers.kit.shared_lists import CARRIER_ALIASES
from schemas.operators import Role
from schemas.shared import Alias


@with_fields_of(Alias, without=("id",))
class Args(WithUnset, OfCarrier):
    """Which alias, and what changes."""

    alias: ItemWord = Field(
        description="Which alias, by id or by the number dialled.", examples=["faults"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(CARRIER_ALIASES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(CARRIER_ALIASES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the alias says now."""
    return filled(CARRIER_ALIASES, typed, services)


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=("settings alias edit faults --new 442079460019",),
    form=("alias", "current", "new"),
)
