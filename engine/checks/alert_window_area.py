"""A window and a least number of calls stand only with areas that are made of calls.

A balance is what it is at that minute; a window would promise an average that nobody computes.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.alerts import AREAS, Alerts

RULE = "alert-window-area"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every window that was written for an area without one."""
    for loaded, document in each(book, scope, Alerts):
        for place, alert in enumerate(document.alerts):
            if AREAS[alert.area].windowed:
                continue
            for field in ("window_minutes", "min_samples"):
                if field in alert.model_fields_set:
                    yield book.problem(
                        loaded.path,
                        ("alerts", place, field),
                        RULE,
                        f"{alert.area} is no value made of a window of calls",
                        f"leave {field} out; for_minutes says how long it has to last",
                    )
