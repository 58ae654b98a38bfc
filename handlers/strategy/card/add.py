"""Add a provider card to a strategy: its calls may go over it, in its tier and with its weight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from handlers.kit.shared_lists import STRATEGY_CARDS, OfStrategy
from schemas.operators import Role
from schemas.strategy import StrategyCard


@with_fields_of(StrategyCard, required=("card",))
class Args(OfStrategy):
    """Which strategy, and which card."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(STRATEGY_CARDS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the cards."""
    return added(STRATEGY_CARDS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "strategy card add uk-mobile-quality borealis-premium --tier 2",
        "strategy card add uk-mobile-quality atlas-standard --tier 3 --weight 5",
    ),
    form=("strategy", "card", "tier", "weight"),
)
