"""The rate card of a route is a customer card.

A provider card says what we pay; a route that charged by it would sell at cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity
from engine.lookup import look_up
from schemas.rate_card import RateCard, Side

RULE = "route-card-side"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every route whose card is a provider's."""
    for path, place, route in routes_in(book, scope):
        card = look_up(book, RateCard, route.rate_card) if route.rate_card else None
        if card is not None and card.side is not Side.CUSTOMER:
            yield book.problem(
                path,
                ("routes", place, "rate_card"),
                RULE,
                f"{route.rate_card} is a provider card: it says what we pay",
                "name the customer card that is made of it",
            )
