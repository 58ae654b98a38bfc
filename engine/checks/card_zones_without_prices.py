"""A card has zones only if its prices are by zone."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import Prices, RateCard

RULE = "card-zones-without-prices"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card whose zones no price follows."""
    for loaded, card in each(book, scope, RateCard):
        has_zones = card.zones.sources or card.zones.destinations
        if has_zones and card.prices is not Prices.ORIGIN_ZONES:
            yield book.problem(
                loaded.path,
                ("zones",),
                RULE,
                f"prices are {card.prices}, so the zones change none",
                f"write prices: {Prices.ORIGIN_ZONES}, or leave zones out",
            )
