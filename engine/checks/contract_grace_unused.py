"""A grace date stands only where a signature is required.

Calls pass without a signature anyway where none is required; probably ``required: true`` was forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.contracts import ContractAssignments

RULE = "contract-grace-unused"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every grace date of a contract nobody has to sign."""
    for loaded, assignments in each(book, scope, ContractAssignments):
        for place, assignment in enumerate(assignments.contracts):
            if assignment.grace_date is not None and not assignment.required:
                yield book.problem(
                    loaded.path,
                    ("contracts", place, "grace_date"),
                    RULE,
                    f"the grace until {assignment.grace_date} changes nothing: no signature is "
                    "required",
                    "write required: true, or leave grace_date out",
                    severity=SEVERITY,
                )
