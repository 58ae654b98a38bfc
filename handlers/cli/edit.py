"""Edit what holds for all CLI rules of a customer: which of several forced caller numbers is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.file_fields import check_file_fields, file_fields_changed, file_fields_now
from handlers.kit.item_args import ChangedItem
from handlers.kit.item_lists import RULES
from handlers.kit.services import Services
from schemas.cli import CLI
from schemas.operators import Role


@with_fields_of(CLI)
class Args(ChangedItem):
    """Whose CLI rules, and what changes."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_file_fields(RULES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return file_fields_changed(RULES, args, services, command="cli edit")


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the file says now."""
    return file_fields_now(RULES, RULES.whose(typed), services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "cli edit ben-llc --forced_choice first",
        "cli edit northgate-dental --unset forced_choice",
    ),
)
