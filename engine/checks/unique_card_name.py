"""No two rate cards have the same name.

Names are compared without regard to case and spaces: a price list sent under the wrong name is a wrong price list.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, clashes, owner_of
from engine.errors import Problem, Severity
from engine.facts import Index

RULE = "unique-card-name"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every holder of a value that another one has."""
    for own, other in clashes(book, scope, Index.CARD_NAME):
        yield book.problem(
            own.path,
            own.fact.at,
            RULE,
            f"rate card {owner_of(other.path)} has this name already",
            "give each card a name of its own; published.name is what customers see",
        )
