"""Taking away a customer's last route leaves it without any: every call it makes is refused.

A route that is switched off is as good as gone, and one that a tag brings counts like its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from engine.tabs import from_tags, held
from schemas.customer import Customer, CustomerStatus
from schemas.dids import DIDs
from schemas.routing import Routing

RULE = "last-route-gone"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every active customer that had a route before and has none now; those only incomplete are told elsewhere."""
    if scope.before is None:
        return
    for loaded, customer in each(book, scope, Customer):
        if customer.status is not CustomerStatus.ACTIVE or not _receives(book, loaded.id):
            continue  # customer-incomplete tells of an active customer that cannot even be called
        was = look_up(scope.before, Customer, loaded.id)
        had = was is not None and _has_route(scope.before, loaded.id, was)
        if had and not _has_route(book, loaded.id, customer):
            yield book.problem(
                loaded.path,
                (),
                RULE,
                f"{loaded.id} has no route left, so every call it makes is refused",
                "add another route first, or give it a tag that brings one",
            )


def _has_route(book: Book, name: str, customer: Customer) -> bool:
    own = held(book, "routing", name, Routing)
    tags = [found for _, found in from_tags(book, customer, "tag-routing", Routing)]
    return any(route.enabled for one in (*([own] if own else []), *tags) for route in one.routes)


def _receives(book: Book, name: str) -> bool:
    dids = look_up(book, DIDs, name)
    return dids is not None and any(did.enabled for did in dids.dids)
