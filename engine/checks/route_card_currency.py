"""The rate card of a route has the currency of the customer.

A price is taken off the balance as it stands on the card; nothing converts it. A route that comes with a tag meets the
currency of every customer with that tag.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from engine.tabs import held
from schemas.customer import Customer
from schemas.rate_card import RateCard
from schemas.routing import Route, Routing

RULE = "route-card-currency"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every route of a customer, and every tag it carries, whose card is in another currency."""
    for loaded, customer in each(book, scope, Customer):
        for place, tag in enumerate(customer.tags):
            routing = held(book, "tag-routing", tag, Routing)
            for route in routing.routes if routing else ():
                yield from _told(
                    book, loaded.path, ("tags", place), route, customer, f" of the tag {tag}"
                )
    for loaded, routing in each(book, scope, Routing):
        owner = look_up(book, Customer, loaded.id) if loaded.kind.name == "routing" else None
        for place, route in enumerate(routing.routes if owner else ()):
            if owner is not None:
                yield from _told(
                    book, loaded.path, ("routes", place, "rate_card"), route, owner, ""
                )


def _told(
    book: Book, path: str, at: Pointer, route: Route, customer: Customer, whose: str
) -> Iterator[Problem]:
    card = look_up(book, RateCard, route.rate_card) if route.rate_card else None
    if card is not None and card.currency != customer.currency:
        yield book.problem(
            path,
            at,
            RULE,
            f"the card {route.rate_card} of the route {route.id}{whose} is in {card.currency}, and the "
            f"customer pays in {customer.currency}",
            "remove the tag here, or give the tag to customers of one currency only"
            if whose
            else f"name a card in {customer.currency}",
        )
