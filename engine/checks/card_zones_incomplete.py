"""Prices by zone need the countries calls come from and those they go to."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import Prices, RateCard

RULE = "card-zones-incomplete"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look for zones of which one list or both are missing."""
    for loaded, card in each(book, scope, RateCard):
        lists = {"sources": card.zones.sources, "destinations": card.zones.destinations}
        missing = [field for field, countries in lists.items() if not countries]
        if len(missing) == 1:
            given = "destinations" if missing == ["sources"] else "sources"
            yield book.problem(
                loaded.path,
                ("zones", given),
                RULE,
                f"{given} without {missing[0]} make no zone",
                f"write {missing[0]} too",
            )
        elif missing and card.prices is Prices.ORIGIN_ZONES:
            yield book.problem(
                loaded.path,
                ("prices",),
                RULE,
                "prices by zone need zones, but there are none",
                "write zones: with sources and destinations",
            )
