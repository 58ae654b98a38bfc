"""A route that goes to providers has a rate for some of its numbers.

A route whose card has no rate for a number is passed over, as if it were not there. Where the card has none for any of
its numbers, no call ever takes the route.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import dial_lines, excludes, routes_in
from engine.errors import Problem, Severity
from engine.lookup import look_up
from engine.rated import has_rate_for, prefixes_in
from schemas.faults import quoted
from schemas.rate_card import RateCard
from schemas.routing import Delivery, Route

RULE = "route-without-rate"
SEVERITY = Severity.WARNING
SET = "telephony"

MOST_NAMED = 3


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every enabled route whose card has no rate for any of its lines."""
    for path, place, route in routes_in(book, scope):
        lines = [line for _, line in dial_lines(book, route) if not excludes(route, line)]
        prefixes = _prefixes(book, route) if route.enabled and lines else ()
        if prefixes and not any(has_rate_for(line, prefixes) for line in lines):
            shown = ", ".join(quoted(line) for line in lines[:MOST_NAMED])
            more = f" and {len(lines) - MOST_NAMED} more lines" if len(lines) > MOST_NAMED else ""
            yield book.problem(
                path,
                ("routes", place, "rate_card"),
                RULE,
                f"{route.rate_card} has no rate for {shown}{more}, so no call takes the route {route.id}",
                "add rates for these numbers to the card, or name another card",
            )


def _prefixes(book: Book, route: Route) -> tuple[str, ...]:
    """Give the prefixes of a route's card; none where the card makes its rows of others, or has no rows."""
    card = look_up(book, RateCard, route.rate_card) if route.rate_card else None
    if card is None or card.build.parents or route.deliver_to is not Delivery.PROVIDERS:
        return ()
    rates = f"rate-cards/{route.rate_card}/rates.csv"
    if book.documents.blob(rates) is None:
        return ()
    return prefixes_in(book.documents.data(book.documents.file_of(rates)))
