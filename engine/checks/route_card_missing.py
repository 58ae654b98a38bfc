"""A route to providers has a rate card.

Without one the call has neither a price nor a way.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity
from schemas.routing import Delivery

RULE = "route-card-missing"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every route to providers without a card."""
    for path, place, route in routes_in(book, scope):
        if route.deliver_to is Delivery.PROVIDERS and route.rate_card is None:
            yield book.problem(
                path,
                ("routes", place),
                RULE,
                f"the route {route.id} leads to providers and has no rate card",
                "add rate_card, or set deliver_to to where its calls go",
            )
