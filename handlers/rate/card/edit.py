"""Edit a rate card; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import RATE_CARDS
from handlers.kit.documents import (
    ChangedDocument,
    check_changed_document,
    document_changed,
    document_filled,
)
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.rate_card import RateCard
from schemas.values import RateCardRef


@with_fields_of(RateCard)
class Args(ChangedDocument):
    """The rate card, and the fields to change."""

    card: RateCardRef = Field(description="Which rate card.", examples=["retail-usd"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed_document(RATE_CARDS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return document_changed(RATE_CARDS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the rate card says now."""
    return document_filled(RATE_CARDS, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "rate card edit retail-usd --strategy random",
        'rate card edit retail-usd --dynamic_routing "atlas-standard, borealis-premium"',
    ),
    form=(
        "card",
        "name",
        "direction",
        "parents",
        "dynamic_routing",
        "strategy",
        "minimum_s",
        "increment_s",
        "connect",
        "private_notes",
    ),
)
