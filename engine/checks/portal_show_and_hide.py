"""A section of the portal is either shown or hidden.

A section in both lists would be shown or hidden by accident.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.customer import Customer

RULE = "portal-show-and-hide"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every section in both lists, at its place in hide."""
    for loaded, customer in each(book, scope, Customer):
        for place, section in enumerate(customer.portal.hide):
            if section in customer.portal.show:
                yield book.problem(
                    loaded.path,
                    ("portal", "hide", place),
                    RULE,
                    f"{section} stands in portal.show too",
                    "remove it from one of the two lists",
                )
