"""No two providers have the same name.

Names are compared without regard to case and spaces: people read them aloud when they choose whom to block.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, clashes, owner_of
from engine.errors import Problem, Severity
from engine.facts import Index

RULE = "unique-provider-name"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every holder of a value that another one has."""
    for own, other in clashes(book, scope, Index.PROVIDER_NAME):
        yield book.problem(
            own.path,
            own.fact.at,
            RULE,
            f"provider {owner_of(other.path)} has this name already",
            "give each provider a name of its own",
        )
