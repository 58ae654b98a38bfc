"""A lock names cards that the route could use.

Those are the cards the rate card is made of or routed over, and those of the route's strategies. Locking to another one
leaves nobody to take the call; leaving another one out does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity
from engine.lookup import look_up
from schemas.rate_card import RateCard
from schemas.routing import Route
from schemas.strategy import Strategy

RULE = "lock-not-a-parent"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every locked or excluded card that no call of the route can get to."""
    for path, place, route in routes_in(book, scope):
        card = look_up(book, RateCard, route.rate_card) if route.rate_card else None
        if card is None:
            continue
        usable = {*card.build.parents, *card.dynamic_routing, *_of_strategies(book, route)}
        for name in ("only", "exclude"):
            for spot, locked in enumerate(getattr(route.locks, name)):
                if locked not in usable:
                    yield book.problem(
                        path,
                        ("routes", place, "locks", name, spot),
                        RULE,
                        f"{locked} is no card that {route.rate_card} is made of or routed over",
                        f"name one of {', '.join(sorted(usable))}" if usable else "remove the lock",
                    )


def _of_strategies(book: Book, route: Route) -> Iterator[str]:
    for one in route.strategies:
        strategy = look_up(book, Strategy, one.strategy)
        for item in strategy.cards if strategy else ():
            yield item.card
