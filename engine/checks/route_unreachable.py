"""A route is for some number.

When dial_except leaves out every line of dial, no call ever takes the route.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import dial_lines, excludes, routes_in
from engine.errors import Problem, Severity

RULE = "route-unreachable"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every enabled route all of whose lines are left out again."""
    for path, place, route in routes_in(book, scope):
        lines = [line for _, line in dial_lines(book, route)]
        if route.enabled and lines and all(excludes(route, line) for line in lines):
            yield book.problem(
                path,
                ("routes", place, "dial_except"),
                RULE,
                f"every number of the route {route.id} is left out by dial_except",
                "take lines out of dial_except, or set enabled: false",
            )
