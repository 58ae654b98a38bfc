"""An alert has the threshold its comparison needs, inside what the value can be.

A report (``always``) compares nothing and has none. A threshold the value never reaches, like 150 percent, is an
alert that never fires or never stops.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.alerts import AREAS, Alert, Alerts, Area, Comparison

RULE = "alert-threshold"
SEVERITY = Severity.ERROR
SET = "telephony"

SIGNED_UNITS = frozenset({"money", "days"})


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at the thresholds of every alert."""
    for loaded, document in each(book, scope, Alerts):
        for place, alert in enumerate(document.alerts):
            for field, message, hint in _wrong(alert):
                yield book.problem(loaded.path, ("alerts", place, field), RULE, message, hint)


def _wrong(alert: Alert) -> Iterator[tuple[str, str, str]]:
    if alert.operator is Comparison.ALWAYS:
        for field in ("threshold", "reset"):
            if getattr(alert, field) is not None:
                yield field, "a report that always goes out compares nothing", "leave it out"
        return
    if alert.threshold is None:
        yield (
            "threshold",
            f"nothing is there to be {alert.operator}",
            f"write a number in {AREAS[alert.area].unit}",
        )
    for field in ("threshold", "reset"):
        value = getattr(alert, field)
        lowest, highest = _range(alert.area)
        if value is not None and not lowest <= value <= highest:
            yield (
                field,
                f"{alert.area} is never {value:f} {AREAS[alert.area].unit}",
                f"write a number from {lowest} to {highest}"
                if highest < _MANY
                else f"write a number from {lowest} on",
            )


_MANY = 10**12


def _range(area: Area) -> tuple[int, int]:
    """Give the least and the most a value of an area can be."""
    unit = AREAS[area].unit
    if area is Area.PROFIT_MARGIN:
        return -_MANY, 100
    if unit == "percent":
        return 0, 100
    return (-_MANY if unit in SIGNED_UNITS else 0), _MANY
