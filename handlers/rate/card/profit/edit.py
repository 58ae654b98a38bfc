"""Edit a profit rule of a rate card; only the named fields change, and ``--unset`` takes fields back to their defaults."""

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
from handlers.kit.shared_lists import PROFIT_RULES, OfRateCard
from schemas.operators import Role
from schemas.rate_card import ProfitRule


@with_fields_of(ProfitRule, without=("id",))
class Args(WithUnset, OfRateCard):
    """Which profit rule, and what changes."""

    rule: ItemWord = Field(
        description="Which rule, by id, prefix or prefix set.", examples=["everything"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(PROFIT_RULES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(PROFIT_RULES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the profit rule says now."""
    return filled(PROFIT_RULES, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("rate card profit edit wholesale-eur everything --value 15",),
    form=(
        "card",
        "rule",
        "match",
        "prefix_set",
        "action",
        "type",
        "value",
        "apply_to",
        "minimum_s",
        "increment_s",
        "name",
    ),
)
