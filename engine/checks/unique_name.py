"""No two customers have the same name.

Names are compared without regard to case and spaces: people read them aloud.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, clashes, owner_of
from engine.errors import Problem, Severity
from engine.facts import Index

RULE = "unique-name"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer whose name another one has."""
    for held, other in clashes(book, scope, Index.NAME):
        yield book.problem(
            held.path,
            held.fact.at,
            RULE,
            f"customer {owner_of(other.path)} has this name already",
            "give each customer a name of its own",
        )
