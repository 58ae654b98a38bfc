"""A customer that keeps some routes keeps one to each destination it could call.

Calls to numbers that no route is for any more are refused; the others go on, so that nobody notices at first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.book import Book
from engine.calls.patterns import literal_head
from engine.checks import Scope
from engine.consequences import MOST_NAMED, Source, route_sources, turned
from engine.dialling import dial_lines
from engine.errors import Problem, Severity
from schemas.customer import CustomerStatus
from schemas.faults import quoted
from schemas.routing import Route
from schemas.voice import is_plain_line

RULE = "destination-lost"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every active customer whose remaining routes are for none of the numbers of a line that went."""
    if scope.before is None:
        return
    for (path, at), turn in turned(book, scope, "routing", route_sources):
        if turn.now.status is not CustomerStatus.ACTIVE:
            continue
        lost = _lost(scope.before, book, turn.had, turn.has)
        if lost:
            more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
            shown = ", ".join(quoted(line) for line in lost[:MOST_NAMED]) + more
            yield book.problem(
                path,
                at,
                RULE,
                f"{turn.name} has no route left to {shown}: these calls are refused from now on",
                "add a route for them first, or leave the line in one",
            )


def _lost(before: Book, book: Book, had: Sequence[Source], has: Sequence[Source]) -> list[str]:
    """Give the plain lines of before that no line of now has a number in common with."""
    if any(_is_for_all(source.item) for source in has):
        return []
    left = [_head(line) for source in has for _, line in dial_lines(book, source.item)]
    lines = {line for source in had for _, line in dial_lines(before, source.item)}
    return sorted(
        line
        for line in lines
        if is_plain_line(line)
        and not any(line.startswith(head) or head.startswith(line) for head in left)
    )


def _is_for_all(route: Route) -> bool:
    return not route.dial and route.prefix_set is None


def _head(line: str) -> str:
    """Give the digits that every number of a line begins with; of a pattern perhaps none."""
    return line if is_plain_line(line) else line[1 : 1 + literal_head(line)]
