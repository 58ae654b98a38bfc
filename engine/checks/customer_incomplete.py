"""An active customer can make or receive calls.

Calls out need an auth record and a route, of its own or by a tag; calls in need a DID. A customer that has neither is
active and useless, and mostly somebody forgot a tab.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.approval import has_auth, has_route, receives
from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.customer import Customer, CustomerStatus

RULE = "customer-incomplete"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every active customer that lacks what both ways of calling need."""
    for loaded, customer in each(book, scope, Customer):
        if customer.status is CustomerStatus.ACTIVE and not receives(book, loaded.id):
            missing = [*_missing(book, loaded.id, customer)]
            if missing:
                yield book.problem(
                    loaded.path,
                    (),
                    RULE,
                    f"the customer is active and has no {' and no '.join(missing)}, so no call passes",
                    "add what is missing, or set the status to inactive until then",
                )


def _missing(book: Book, name: str, customer: Customer) -> Iterator[str]:
    if not has_auth(book, name):
        yield "auth record"
    if not has_route(book, name, customer):
        yield "route"
