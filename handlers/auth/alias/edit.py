"""Edit an alias of a customer; only the named fields change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ChangedItem, ItemWord
from handlers.kit.item_lists import ALIASES
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.shared import Alias


@with_fields_of(Alias, without=("id",))
class Args(ChangedItem):
    """Which alias, and what changes."""

    alias: ItemWord = Field(
        description="Which alias, by id or the number dialled.", examples=["helpdesk"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(ALIASES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(ALIASES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the alias says now."""
    return filled(ALIASES, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("auth alias edit ben-llc helpdesk --new 442079460019",),
    form=("customer", "alias", "current", "new"),
)
