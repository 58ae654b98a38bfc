"""A strategy of a route is for a prefix or for a prefix set.

For neither it would be for nothing; for both nobody knows which counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity

RULE = "strategy-prefix"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every strategy with both or neither."""
    for path, place, route in routes_in(book, scope):
        for spot, one in enumerate(route.strategies):
            if (one.prefix is None) is (one.prefix_set is None):
                both = one.prefix is not None
                yield book.problem(
                    path,
                    ("routes", place, "strategies", spot),
                    RULE,
                    f"{one.strategy} is for "
                    + (
                        f"the prefix {one.prefix} and the set {one.prefix_set}"
                        if both
                        else "no number"
                    ),
                    "keep one of the two"
                    if both
                    else 'add prefix, for example "447", or prefix_set',
                )
