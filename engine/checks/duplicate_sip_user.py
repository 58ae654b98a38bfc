"""A SIP user name belongs to one record of the whole carrier.

Whoever logs in is found by the user name alone, before anybody knows the customer.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, clashes, owner_of
from engine.documents import dotted
from engine.errors import Problem, Severity
from engine.facts import Index
from schemas.faults import quoted

RULE = "duplicate-sip-user"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every record whose user name another one has."""
    for own, other in clashes(book, scope, Index.SIP_USER):
        yield book.problem(
            own.path,
            own.fact.at,
            RULE,
            f"the user {quoted(own.fact.value)} exists already: {dotted(other.fact.at[:-1])} of "
            f"{owner_of(other.path)}",
            "choose a user name that nobody has",
        )
