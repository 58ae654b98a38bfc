"""The rate card of a route is one for calls going out.

A card of direction origination has the prices of calls that come in to DIDs.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity
from engine.lookup import look_up
from schemas.rate_card import RateCard
from schemas.voice import CallDirection

RULE = "route-card-direction"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every route whose card is for incoming calls."""
    for path, place, route in routes_in(book, scope):
        card = look_up(book, RateCard, route.rate_card) if route.rate_card else None
        if card is not None and card.direction is not CallDirection.TERMINATION:
            yield book.problem(
                path,
                ("routes", place, "rate_card"),
                RULE,
                f"{route.rate_card} is of direction {card.direction}, for calls that come in",
                "name a card of direction termination",
            )
