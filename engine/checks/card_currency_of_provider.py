"""A provider card is in the currency its provider bills us in."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.provider import Provider
from schemas.rate_card import RateCard, Side

RULE = "card-currency-of-provider"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare the currencies of every provider card and its provider."""
    for loaded, card in each(book, scope, RateCard):
        provider = look_up(book, Provider, card.provider) if card.provider else None
        if provider and card.side is Side.PROVIDER and card.currency != provider.currency:
            yield book.problem(
                loaded.path,
                ("currency",),
                RULE,
                f"the card is in {card.currency}, but {card.provider} bills in {provider.currency}",
                f"write currency: {provider.currency}",
            )
