"""Some number takes each route: its lines are not cut up whole by longer lines of other routes.

The longest prefix decides. Where other routes of the list have all ten digits that can follow, none is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.book import Book
from engine.checks import Scope
from engine.dialling import dial_lines
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.routing import Route, Routing
from schemas.voice import is_plain_line

RULE = "route-shadowed"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every enabled route that longer lines of other routes leave no number."""
    for loaded, routing in each(book, scope, Routing):
        enabled = [route for route in routing.routes if route.enabled]
        for place, route in enumerate(routing.routes):
            lines = [line for _, line in dial_lines(book, route)]
            if not route.enabled or not lines or not all(map(is_plain_line, lines)):
                continue
            longer = list(_lines_of_others(book, route, enabled))
            if all(_is_cut_up(line, longer) for line in lines):
                yield book.problem(
                    loaded.path,
                    ("routes", place, "dial" if route.dial else "prefix_set"),
                    RULE,
                    f"every number of the route {route.id} is taken by longer lines of other routes",
                    "take lines out of those, or remove this route",
                )


def _lines_of_others(book: Book, route: Route, every: Sequence[Route]) -> Iterator[str]:
    """Give the plain lines of other routes behind the same tech prefix that leave nothing out again."""
    for other in every:
        if other is route or other.dial_except or other.tech_prefix != route.tech_prefix:
            continue
        yield from (line for _, line in dial_lines(book, other) if is_plain_line(line))


def _is_cut_up(line: str, longer: Sequence[str]) -> bool:
    """Whether longer lines take every number that begins with a line."""
    below = [one for one in longer if one.startswith(line) and one != line]
    if not below:
        return False
    return all(line + digit in below or _is_cut_up(line + digit, below) for digit in "0123456789")
