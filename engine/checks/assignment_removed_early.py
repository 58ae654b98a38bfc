"""An assignment of a package with minimum days ends by a date, it is not taken out of the file before it has one.

The entry is what the remaining days are charged by; without it nobody could tell that the customer still owes them.
Write ``end``; once it is there the entry may go. A customer who is removed as a whole takes its assignments along.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.lookup import look_up
from schemas.kinds import kind_of
from schemas.packages import Package, PackageAssignment, PackageAssignments

RULE = "assignment-removed-early"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look for entries without an end that were there before and are gone."""
    before = scope.before
    if before is None:
        return
    for customer in _customers(before, scope):
        place = _place(book, customer)
        was = look_up(before, PackageAssignments, customer)
        if was is None or place is None:
            continue
        now = look_up(book, PackageAssignments, customer)
        kept = {assignment.id for assignment in now.packages} if now else set()
        for assignment in was.packages:
            package = look_up(before, Package, assignment.package)
            if assignment.id not in kept and assignment.end is None and package:
                yield from _told(book, place, assignment, package)


def _customers(before: Book, scope: Scope) -> Iterator[str]:
    """Give the customers whose packages may have changed."""
    paths = scope.paths if scope.paths is not None else before.paths("packages").values()
    for path in sorted(paths):
        placed = kind_of(path)
        if placed and placed[0].name == "packages":
            yield placed[1]


def _place(book: Book, customer: str) -> tuple[str, Pointer] | None:
    """Give where to tell it: in the list, in the customer's file if the list is gone, nowhere if both are."""
    path = book.documents.path_of("packages", customer)
    if path is not None:
        return path, ("packages",)
    path = book.documents.path_of("customer", customer)
    return (path, ()) if path is not None else None


def _told(
    book: Book, place: tuple[str, Pointer], assignment: PackageAssignment, package: Package
) -> Iterator[Problem]:
    if package.minimum_days:
        earliest = assignment.start + timedelta(days=package.minimum_days)
        yield book.problem(
            *place,
            RULE,
            f"assignment {assignment.id} was removed, but {assignment.package} lasts "
            f"{package.minimum_days} days at least",
            f"keep it and write end: {earliest} or a later day",
        )
