"""A limit on redialling has a count and a period.

A count without a period never frees the number again; a period without a count never locks it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity

RULE = "redial-incomplete"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every limit that has only half of it."""
    for path, place, route in routes_in(book, scope):
        redial = route.redial
        if bool(redial.max_count) is not bool(redial.period_s):
            there, missing = (
                ("max_count", "period_s") if redial.max_count else ("period_s", "max_count")
            )
            yield book.problem(
                path,
                ("routes", place, "redial", there),
                RULE,
                f"redial.{there} is {getattr(redial, there)}, and {missing} is missing",
                f"add redial.{missing}, or remove redial",
            )
