"""Add a profit rule to a rate card: how the prices of some prefixes are made of what its parents cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import WithId
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROFIT_RULES, OfRateCard
from schemas.operators import Role
from schemas.rate_card import ProfitRule


@with_fields_of(ProfitRule, without=("id",))
class Args(WithId, OfRateCard):
    """Whose rule, which prefixes it is for, and what is put on top."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(PROFIT_RULES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the profit rules."""
    return added(PROFIT_RULES, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "rate card profit add wholesale-eur --id germany --match 49 --type relative --value 0.002",
        "rate card profit add wholesale-eur --match 979 --action blocked",
    ),
    form=(
        "card",
        "match",
        "id",
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
