"""No two routes of a list are for the same numbers behind the same tech prefix.

The longest prefix decides; at a tie the order of the list would, which nobody reads as a decision. Routes without any
number have a rule of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import dial_lines, excludes
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.faults import quoted
from schemas.routing import Route, Routing

RULE = "route-tie"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every enabled route that shares a dial line with an earlier one."""
    for loaded, routing in each(book, scope, Routing):
        seen: dict[tuple[str, str], Route] = {}
        for place, route in enumerate(routing.routes):
            if not route.enabled:
                continue
            tied: set[str] = set()
            for at, line in dial_lines(book, route):
                first = seen.setdefault((route.tech_prefix or "", line), route)
                if first is not route and not tied & {first.id} and not excludes(first, line):
                    tied.add(first.id)
                    yield book.problem(
                        loaded.path,
                        ("routes", place, *at),
                        RULE,
                        f"{quoted(line)} leads to the route {first.id} as well, behind the same tech prefix",
                        "give one of the two a tech prefix, or take the line out of one",
                    )
