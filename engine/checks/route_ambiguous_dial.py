"""Of the routes behind one tech prefix, at most one is for every number.

With two of them nothing tells which card a call is charged by.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.faults import quoted
from schemas.routing import Route, Routing

RULE = "route-ambiguous-dial"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every enabled route without dial lines after the first behind the same tech prefix."""
    for loaded, routing in each(book, scope, Routing):
        first: dict[str, Route] = {}
        for place, route in enumerate(routing.routes):
            if not route.enabled or route.dial or route.prefix_set:
                continue
            other = first.setdefault(route.tech_prefix or "", route)
            if other is not route:
                behind = (
                    f"behind {quoted(route.tech_prefix)}"
                    if route.tech_prefix
                    else "without a tech prefix"
                )
                yield book.problem(
                    loaded.path,
                    ("routes", place),
                    RULE,
                    f"{route.id} and {other.id} are both for every number {behind}",
                    "list the numbers of one of them in dial, or give it a tech prefix",
                )
