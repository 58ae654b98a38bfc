"""Customer cards are made of provider cards and routed over them; provider cards are made of nothing.

A parent is a cost; the price of another customer is none. What a provider asks is on its own sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.cards import sources_of
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.rate_card import RateCard, Side

RULE = "card-parent-side"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at the side of every card and of what it is made of."""
    for loaded, card in each(book, scope, RateCard):
        for at, name in sources_of(card):
            source = look_up(book, RateCard, name)
            if card.side is Side.PROVIDER:
                yield book.problem(
                    loaded.path,
                    at,
                    RULE,
                    f"{loaded.id} is a provider card, it cannot be made of {name}",
                    "leave it out, or make a customer card of it",
                )
            elif source is not None and source.side is not Side.PROVIDER:
                yield book.problem(
                    loaded.path, at, RULE, f"{name} is a customer card", "name a provider card"
                )
