"""A number belongs to one DID of the whole carrier.

An incoming call has nothing but the number to tell whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, clashes, owner_of
from engine.documents import dotted
from engine.errors import Problem, Severity
from engine.facts import Index
from schemas.faults import quoted

RULE = "duplicate-did"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every DID whose number another one has."""
    for own, other in clashes(book, scope, Index.DID):
        yield book.problem(
            own.path,
            own.fact.at,
            RULE,
            f"the number {quoted(own.fact.value)} is {dotted(other.fact.at[:-1])} of {owner_of(other.path)} already",
            "remove it there first",
        )
