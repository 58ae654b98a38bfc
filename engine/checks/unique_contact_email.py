"""No two contacts have the same e-mail address.

The address is the login of the customer portal: with two of them, one person would see the account of the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, clashes, owner_of
from engine.errors import Problem, Severity
from engine.facts import Index

RULE = "unique-contact-email"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every holder of a value that another one has."""
    for own, other in clashes(book, scope, Index.PORTAL_EMAIL):
        yield book.problem(
            own.path,
            own.fact.at,
            RULE,
            f"this address is that of a contact of {owner_of(other.path)} already",
            "give each contact an address of its own: it is the login of the portal",
        )
