"""A package assignment ends after it starts, and not before the minimum days of its package are over.

``end`` is the first day without the package, so an assignment that ends on the day it starts was never there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.packages import Package, PackageAssignments

RULE = "assignment-dates"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Hold the end of every assignment against its start and the minimum days of the package."""
    for loaded, assignments in each(book, scope, PackageAssignments):
        for place, assignment in enumerate(assignments.packages):
            if assignment.end is None:
                continue
            package = look_up(book, Package, assignment.package)
            minimum = package.minimum_days if package else 0
            earliest = assignment.start + timedelta(days=max(minimum, 1))
            if assignment.end < earliest:
                reason = (
                    f"before the {minimum} days {assignment.package} lasts at least are over"
                    if assignment.end > assignment.start
                    else f"not after its start {assignment.start}"
                )
                yield book.problem(
                    loaded.path,
                    ("packages", place, "end"),
                    RULE,
                    f"it ends on {assignment.end}, {reason}",
                    f"write {earliest} or a later day, or leave end out",
                )
