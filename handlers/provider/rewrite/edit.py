"""Edit a rewrite of a provider; only the named fields change, and ``--unset`` takes fields back to their defaults."""

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
from handlers.kit.shared_lists import PROVIDER_REWRITES, OfProvider
from schemas.operators import Role
from schemas.shared import Rewrite


@with_fields_of(Rewrite)
class Args(WithUnset, OfProvider):
    """Which rewrite, and what changes."""

    rewrite: ItemWord = Field(
        description="Which rewrite, by position or by what it replaces.", examples=["1"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(PROVIDER_REWRITES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(PROVIDER_REWRITES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the rewrite says now."""
    return filled(PROVIDER_REWRITES, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=('provider rewrite edit borealis 1 --new "00$1"',),
    form=("provider", "rewrite", "type", "current", "new"),
)
