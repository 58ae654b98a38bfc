"""Edit a package a customer has; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ChangedItem, ItemWord
from handlers.kit.item_lists import PACKAGES
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.packages import PackageAssignment


@with_fields_of(PackageAssignment, without=("id",))
class Args(ChangedItem):
    """Which package, and what changes."""

    assignment: ItemWord = Field(
        description="Which assignment, by id or package.", examples=["minimum"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(PACKAGES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(PACKAGES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the package says now."""
    return filled(PACKAGES, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "customer package edit ben-llc minimum --quantity 2",
        "customer package edit ben-llc minimum --end 2027-01-01",
    ),
    form=(
        "customer",
        "assignment",
        "package",
        "quantity",
        "start",
        "end",
        "auto_decrement",
        "minutes",
    ),
)
