"""A route that stays inside has no rate card.

Calls to the feature server, to an extension or back to the customer are not priced by a card; one that is written
there makes people believe that they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity
from schemas.routing import Delivery

RULE = "route-card-unused"
SEVERITY = Severity.ERROR
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card of a route that does not lead to providers."""
    for path, place, route in routes_in(book, scope):
        if route.deliver_to is not Delivery.PROVIDERS and route.rate_card is not None:
            yield book.problem(
                path,
                ("routes", place, "rate_card"),
                RULE,
                f"the route {route.id} delivers to {route.deliver_to} and never uses {route.rate_card}",
                "remove the card, or set deliver_to: providers",
            )
