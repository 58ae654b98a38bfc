"""A report that always goes out says how often.

Without ``repeat_minutes`` an alert with ``always`` would be told once and never again.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.alerts import Alerts, Comparison

RULE = "alert-repeat"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at every alert that is a report."""
    for loaded, document in each(book, scope, Alerts):
        for place, alert in enumerate(document.alerts):
            if alert.operator is Comparison.ALWAYS and not alert.repeat_minutes:
                yield book.problem(
                    loaded.path,
                    ("alerts", place, "repeat_minutes"),
                    RULE,
                    f"the report {alert.id} does not say how often it goes out",
                    "write repeat_minutes: 1440 for a report each day",
                )
