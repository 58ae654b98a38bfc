"""Between a customer card and every card behind it there is an exchange rate.

Without one a card cannot be built, and no call is sent out on a provider card in another currency: what it costs cannot be
told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from engine.book import Book
from engine.cards import sources_of
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.fx import FX
from schemas.rate_card import RateCard

RULE = "card-fx-missing"
SEVERITY = Severity.WARNING
SET = "money"

_FX = "fx.yaml"
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card behind another whose currency no entry leads to; all of them when the exchange rates change."""
    table = look_up(book, FX, "fx") or FX()
    wide = replace(scope, paths=None) if scope.covers(_FX) else scope
    for loaded, card in each(book, wide, RateCard):
        for at, name in sources_of(card):
            other = look_up(book, RateCard, name)
            if other is None or other.currency == card.currency:
                continue
            if table.exchange(other.currency, card.currency, _EVER) is None:
                yield book.problem(
                    loaded.path,
                    at,
                    RULE,
                    f"{name} is in {other.currency} and {loaded.id} in {card.currency}, and fx.yaml leads from the one "
                    "to the other in no way",
                    f"add an entry to fx.yaml: one {other.currency} is worth so many {card.currency}",
                )
