"""Two tags of a customer do not bring routes for the same numbers behind the same tech prefix.

The longest prefix decides; at a tie the route of the tag that the customer names first does, which nobody reads as a
decision. A route of the customer's own for these numbers comes before both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.consequences import names_of, route_sources
from engine.dialling import dial_lines, excludes
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.customer import Customer
from schemas.faults import quoted
from schemas.routing import Route

RULE = "route-tie-of-tags"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every pair of routes of different tags that a customer in scope has for one line; once for all such customers."""
    found: dict[tuple[str, ...], list[tuple[str, str, int]]] = defaultdict(list)
    for loaded, customer in each(book, scope, Customer):
        if len(customer.tags) > 1:
            for tie, second in _ties(book, loaded.id, customer):
                place = customer.tags.index(second)
                found[tie].append((loaded.path, loaded.id, place))
    for (line, one, other), having in found.items():
        path, _, place = having[0]
        numbers = f"numbers with {quoted(line)}" if line else "every number"
        yield book.problem(
            path,
            ("tags", place),
            RULE,
            f"for {names_of([name for _, name, _ in having])}, {numbers} lead to {one} and to {other} alike; "
            "the first of them counts",
            "take the line out of one, give one a tech prefix, or take one of the tags away",
        )


def _ties(book: Book, name: str, customer: Customer) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Give each line that routes of two tags share, with the routes in words and the second tag."""
    seen: dict[tuple[str, str], tuple[str, Route]] = {}
    told: set[tuple[str, str]] = set()
    for source in route_sources(book, name, customer):
        route: Route = source.item
        lines = [line for _, line in dial_lines(book, route)] or [""]
        for line in lines:
            if line and excludes(route, line):
                continue
            tag, first = seen.setdefault((route.tech_prefix or "", line), (source.tag, route))
            pair = (f"{first.id} of the tag {tag}", f"{route.id} of the tag {source.tag}")
            if tag and tag != source.tag and pair not in told:
                told.add(pair)
                yield (line, *pair), source.tag
