"""Add a strategy: how providers are chosen and ordered where a route says so.

It begins with the cards it names, each in tier 1 with weight 1; ``strategy card edit`` gives them others. Without cards
those of the customer's card are used, and only ``manual`` and ``tier`` need some.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import STRATEGIES
from handlers.kit.documents import NewDocument, check_new_document, document_added
from handlers.kit.fields import given, nested, split_list, with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.strategy import Strategy, StrategyType
from schemas.values import RateCardRef

_ORDERED = (StrategyType.MANUAL, StrategyType.TIER)


@with_fields_of(Strategy, required=("name", "type"))
class Args(NewDocument):
    """The fields of the strategy, its first cards, and its id."""

    cards: tuple[RateCardRef, ...] = Field(
        (),
        description="Provider cards it begins with, in their order.",
        examples=[["borealis-premium", "atlas-standard"]],
    )

    _split = field_validator("cards", mode="before")(split_list)


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    if args.type in _ORDERED and not args.cards:
        yield FieldError("cards", f"{args.type} orders the cards it names; name provider cards")
    yield from check_new_document(STRATEGIES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write its document."""
    said = nested(given(args, Strategy))
    if args.cards:
        said["cards"] = [{"card": card} for card in args.cards]
    order = list(Strategy.model_fields)
    content = {name: said[name] for name in sorted(said, key=order.index)}
    return document_added(STRATEGIES, args, services, content=content)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        'strategy add "UK mobile, quality first" tier "borealis-premium, atlas-standard"',
        'strategy add "Cheapest first" lcr --id cheapest',
    ),
    form=("name", "type", "cards", "id", "override_routing", "notes"),
    positional=("cards",),
)
