"""Minutes and destinations belong to packages of free minutes, and an assignment of those says how many.

Minutes of any other package would be promised and never given. A package may leave the number to its assignments.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.packages import Package, PackageAssignment, PackageAssignments, PackageType

RULE = "package-minutes"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at every package, and at every assignment of one."""
    for loaded, package in each(book, scope, Package):
        if package.type is PackageType.FREE_MINUTES:
            continue
        for field in ("minutes", "destinations"):
            if getattr(package, field):
                yield book.problem(
                    loaded.path,
                    (field,),
                    RULE,
                    f"a package of type {package.type} gives no free minutes, so {field} say nothing",
                    f"write type: {PackageType.FREE_MINUTES}, or leave {field} out",
                )
    for loaded, assignments in each(book, scope, PackageAssignments):
        for place, assignment in enumerate(assignments.packages):
            known = look_up(book, Package, assignment.package)
            if known is not None:
                for field, message, hint in _wrong(assignment, known):
                    at: Pointer = ("packages", place, field)
                    yield book.problem(loaded.path, at, RULE, message, hint)


def _wrong(assignment: PackageAssignment, package: Package) -> Iterator[tuple[str, str, str]]:
    free = package.type is PackageType.FREE_MINUTES
    if assignment.minutes and not free:
        yield (
            "minutes",
            f"{assignment.package} gives no free minutes, so {assignment.minutes} are never given",
            f"leave minutes out, or assign a package of type {PackageType.FREE_MINUTES}",
        )
    given = package.minutes if assignment.minutes is None else assignment.minutes
    if free and not given:
        yield (
            "package" if assignment.minutes is None else "minutes",
            f"{assignment.package} is a package of free minutes, but nothing says how many",
            "write minutes: and a number above 0, here or in the package",
        )
