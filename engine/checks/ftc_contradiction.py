"""Callers reported to the FTC are refused or only noted, not both.

ftc_log_only refuses nothing, ftc_report_block refuses.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity

RULE = "ftc-contradiction"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every route with both."""
    for path, place, route in routes_in(book, scope):
        if route.filters.ftc_report_block and route.filters.ftc_log_only:
            yield book.problem(
                path,
                ("routes", place, "filters", "ftc_log_only"),
                RULE,
                f"the route {route.id} has ftc_report_block and ftc_log_only",
                "keep one of them",
            )
