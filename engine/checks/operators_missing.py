"""A carrier names the people who may do something.

Without operators.yaml everybody is a stranger, and every command is refused. A deleted file is not replaced by its last version,
as a broken one is: to delete it is how everything is revoked at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity

RULE = "operators-missing"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look for the file."""
    if scope.paths is None and not book.paths("operators"):
        yield Problem(
            path="operators.yaml",
            rule=RULE,
            message="the file is missing, so nobody may do anything",
            hint="push it again",
        )
