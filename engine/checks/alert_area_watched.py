"""An alert watches something that those it is about have.

A provider has no debit limit and a customer no balance of ours at a provider: the value would never be there.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from engine.watching import subjects_of, subjects_with
from schemas.alerts import AREAS, Alerts

RULE = "alert-area-watched"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Hold the area of every alert against whom its file watches."""
    for loaded, document in each(book, scope, Alerts):
        watched = subjects_of(document)
        for place, alert in enumerate(document.alerts):
            missing = sorted(watched - subjects_with(alert.area))
            if missing:
                yield book.problem(
                    loaded.path,
                    ("alerts", place, "area"),
                    RULE,
                    f"{alert.area} ({AREAS[alert.area].text}) is no value of a {missing[0]}",
                    f"it can be watched of a {' or '.join(sorted(subjects_with(alert.area)))}",
                )
