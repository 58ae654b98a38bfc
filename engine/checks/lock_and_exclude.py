"""A card is either locked to or left out.

A card in both lists is left out, and a route locked to nothing else refuses every call.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity

RULE = "lock-and-exclude"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card in both lists."""
    for path, place, route in routes_in(book, scope):
        for spot, card in enumerate(route.locks.exclude):
            if card in route.locks.only:
                yield book.problem(
                    path,
                    ("routes", place, "locks", "exclude", spot),
                    RULE,
                    f"{card} stands in locks.only too",
                    "remove it from one of the two lists",
                )
