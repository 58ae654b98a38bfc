"""A number is one DID of one customer, or one number in stock.

An incoming call has nothing but the number to tell whose it is; and a number in stock is free to be assigned.
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
    """Name every DID and every number in stock whose number another entry has."""
    for own, other in clashes(book, scope, Index.DID):
        stock = other.fact.at[0] == "numbers"
        whose = f"in stock of {owner_of(other.path)}" if stock else f"of {owner_of(other.path)}"
        yield book.problem(
            own.path,
            own.fact.at,
            RULE,
            f"the number {quoted(own.fact.value)} is {dotted(other.fact.at[:-1])} {whose} already",
            "remove it there first",
        )
