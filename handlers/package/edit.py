"""Edit a package; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import PACKAGES
from handlers.kit.documents import (
    ChangedDocument,
    check_changed_document,
    document_changed,
    document_filled,
)
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.packages import Package
from schemas.values import PackageRef


@with_fields_of(Package)
class Args(ChangedDocument):
    """The package, and the fields to change."""

    package: PackageRef = Field(description="Which package.", examples=["uk-1000"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed_document(PACKAGES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return document_changed(PACKAGES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the package says now."""
    return document_filled(PACKAGES, typed, services)


COMMAND = Command(
    role=Role.FINANCE,
    effect=Effect.CONFIG,
    examples=(
        "package edit uk-1000 --retail 9.50",
        "package edit uk-1000 --minutes 1200 --unset minimum_days",
    ),
    form=(
        "package",
        "name",
        "currency",
        "cost",
        "retail",
        "setup_retail",
        "frequency",
        "type",
        "minutes",
        "destinations",
    ),
)
