"""An active customer can make or receive calls.

Calls out need an auth record and a route, of its own or by a tag; calls in need a DID. A customer that has neither is
active and useless, and mostly somebody forgot a tab.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from engine.tabs import from_tags, held
from schemas.auth import Auth
from schemas.customer import Customer, CustomerStatus
from schemas.dids import DIDs
from schemas.routing import Routing

RULE = "customer-incomplete"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every active customer that lacks what both ways of calling need."""
    for loaded, customer in each(book, scope, Customer):
        if customer.status is CustomerStatus.ACTIVE and not _receives(book, loaded.id):
            missing = [*_missing(book, loaded.id, customer)]
            if missing:
                yield book.problem(
                    loaded.path,
                    (),
                    RULE,
                    f"the customer is active and has no {' and no '.join(missing)}, so no call passes",
                    "add what is missing, or set the status to inactive until then",
                )


def _receives(book: Book, name: str) -> bool:
    dids = look_up(book, DIDs, name)
    return dids is not None and any(did.enabled for did in dids.dids)


def _missing(book: Book, name: str, customer: Customer) -> Iterator[str]:
    auth = look_up(book, Auth, name)
    records = (*auth.ip, *auth.users) if auth else ()
    if not any(record.enabled for record in records):
        yield "auth record"
    own = held(book, "routing", name, Routing)
    tags = (found for _, found in from_tags(book, customer, "tag-routing", Routing))
    if not any(
        route.enabled for routing in (*([own] if own else []), *tags) for route in routing.routes
    ):
        yield "route"
