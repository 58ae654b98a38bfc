"""The reset of an alert lies on the good side of its threshold.

A balance alert below 50 resets above 60, not above 40: it would be over while it still fires, and tell again and again.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.alerts import Alert, Alerts, Comparison

RULE = "alert-reset-side"
SEVERITY = Severity.ERROR
SET = "telephony"

FALLING = frozenset({Comparison.BELOW, Comparison.AT_MOST})
RISING = frozenset({Comparison.ABOVE, Comparison.AT_LEAST})


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare reset and threshold of every alert that has both."""
    for loaded, document in each(book, scope, Alerts):
        for place, alert in enumerate(document.alerts):
            wrong = _wrong(alert)
            if wrong is not None:
                yield book.problem(loaded.path, ("alerts", place, "reset"), RULE, *wrong)


def _wrong(alert: Alert) -> tuple[str, str] | None:
    reset, threshold = alert.reset, alert.threshold
    if reset is None or threshold is None:
        return None
    told = f"{alert.operator} {threshold:f} is not over at {reset:f}"
    if alert.operator in FALLING and reset < threshold:
        return told, f"write {threshold:f} or more"
    if alert.operator in RISING and reset > threshold:
        return told, f"write {threshold:f} or less"
    if alert.operator is Comparison.EQUALS:
        return "an alert on one exact value has no side to come back to", "leave reset out"
    return None
