"""Edit a prefix set; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import PREFIX_SETS
from handlers.kit.documents import (
    ChangedDocument,
    check_changed_document,
    document_changed,
    document_filled,
)
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.prefix_set import PrefixSet
from schemas.values import PrefixSetRef


@with_fields_of(PrefixSet)
class Args(ChangedDocument):
    """The prefix set, and the fields to change."""

    prefix_set: PrefixSetRef = Field(description="Which prefix set.", examples=["uk-mobile"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed_document(PREFIX_SETS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return document_changed(PREFIX_SETS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the prefix set says now."""
    return document_filled(PREFIX_SETS, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("prefix set edit premium-rate --block_dialled yes",),
    form=(
        "prefix_set",
        "name",
        "lines",
        "excluding",
        "block_cli",
        "block_dialled",
        "allow_cli",
        "notes",
    ),
)
