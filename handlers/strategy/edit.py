"""Edit a strategy; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import STRATEGIES
from handlers.kit.documents import (
    ChangedDocument,
    check_changed_document,
    document_changed,
    document_filled,
)
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.strategy import Strategy
from schemas.values import StrategyRef


@with_fields_of(Strategy)
class Args(ChangedDocument):
    """The strategy, and the fields to change."""

    strategy: StrategyRef = Field(description="Which strategy.", examples=["uk-mobile-quality"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed_document(STRATEGIES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return document_changed(STRATEGIES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the strategy says now."""
    return document_filled(STRATEGIES, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("strategy edit uk-mobile-quality --type random",),
    form=("strategy", "name", "type", "override_routing", "notes"),
)
