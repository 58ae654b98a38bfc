"""Revisions of a contract are numbered 1, 2, 3 in the order of their days.

The highest number is the wording in force; a gap or a number used twice would leave open what a customer signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.contracts import Contract

RULE = "contract-revision-numbers"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Count through the revisions of every contract."""
    for loaded, contract in each(book, scope, Contract):
        for place, revision in enumerate(contract.revisions):
            if revision.number != place + 1:
                yield book.problem(
                    loaded.path,
                    ("revisions", place, "number"),
                    RULE,
                    f"revision {revision.number} stands where {place + 1} belongs",
                    "number them 1, 2, 3 from the first on; a new wording comes last",
                )
        for place, (older, newer) in enumerate(pairwise(contract.revisions), start=1):
            if newer.date < older.date:
                yield book.problem(
                    loaded.path,
                    ("revisions", place, "date"),
                    RULE,
                    f"revision {newer.number} of {newer.date} is older than revision "
                    f"{older.number} of {older.date}",
                    "a later wording has the same or a later day",
                )
