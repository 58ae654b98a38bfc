"""Edit a provider card of a strategy; only the named fields change, and ``--unset`` takes fields back to their defaults."""

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
from handlers.kit.shared_lists import STRATEGY_CARDS, OfStrategy
from schemas.operators import Role
from schemas.strategy import StrategyCard


@with_fields_of(StrategyCard)
class Args(WithUnset, OfStrategy):
    """Which card, and what changes."""

    entry: ItemWord = Field(
        description="Which entry, by position or by its card; a card in two tiers by position.",
        examples=["2"],
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(STRATEGY_CARDS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(STRATEGY_CARDS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the card says now."""
    return filled(STRATEGY_CARDS, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "strategy card edit uk-mobile-quality borealis-premium --weight 5",
        "strategy card edit uk-mobile-quality 3 --tier 3",
    ),
    form=("strategy", "entry", "card", "tier", "weight"),
)
