"""A card is made of and routed over cards of its own direction.

Termination is calls going out, origination calls coming in to DIDs; the price of one is no cost of the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.cards import sources_of
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.rate_card import RateCard

RULE = "card-parent-direction"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare the direction of every card with that of what it is made of."""
    for loaded, card in each(book, scope, RateCard):
        for at, name in sources_of(card):
            source = look_up(book, RateCard, name)
            if source is not None and source.direction is not card.direction:
                yield book.problem(
                    loaded.path,
                    at,
                    RULE,
                    f"{name} is for {source.direction}, but {loaded.id} for {card.direction}",
                    f"name a card for {card.direction}",
                )
