"""Slots of hours do not overlap.

Two slots for the same time are mostly a slip: removing one of them changes less than it seems to.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from engine.book import Book
from engine.checks import Scope, documents
from engine.errors import Problem, Severity
from schemas.faults import quoted
from schemas.hours import weekly_hours

RULE = "hours-overlap"
SEVERITY = Severity.WARNING
SET = "tidiness"

WEEK = 7 * 24 * 60


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every slot of allowed hours and quiet hours that overlaps an earlier one."""
    for loaded in documents(book, scope, "customer", "alerts", "shared-alerts"):
        field = "hours" if loaded.kind.name == "customer" else "quiet_hours"
        slots: tuple[str, ...] = getattr(loaded.model, field).slots
        for place, slot in enumerate(slots):
            earlier = next((one for one in slots[:place] if _overlap(one, slot)), None)
            if earlier is not None:
                yield book.problem(
                    loaded.path,
                    (field, "slots", place),
                    RULE,
                    f"{quoted(slot)} overlaps {quoted(earlier)}",
                    "let each minute of the week be in one slot",
                )


def _overlap(one: str, other: str) -> bool:
    return any(
        first < last_other and first_other < last
        for first, last in _minutes(one)
        for first_other, last_other in _minutes(other)
    )


@cache
def _minutes(slot: str) -> tuple[tuple[int, int], ...]:
    """Give the spans of a slot in minutes since Monday 00:00; what runs over the end of Sunday goes on in Monday."""
    hours = weekly_hours(slot)
    length = (hours.end_min - hours.start_min) % (24 * 60) or 24 * 60
    spans = []
    for day in hours.days:
        first = day * 24 * 60 + hours.start_min
        spans.append((first, min(first + length, WEEK)))
        if first + length > WEEK:
            spans.append((0, first + length - WEEK))
    return tuple(spans)
