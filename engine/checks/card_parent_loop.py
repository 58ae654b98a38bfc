"""No rate card is made of itself, directly or through others."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.rate_card import RateCard

RULE = "card-parent-loop"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Follow the parents of every card and see whether they lead back."""
    for loaded, card in each(book, scope, RateCard):
        for place, parent in enumerate(card.build.parents):
            way = _way(book, parent, loaded.id)
            if way:
                yield book.problem(
                    loaded.path,
                    ("build", "parents", place),
                    RULE,
                    f"{loaded.id} is made of itself: {' of '.join((loaded.id, *way))}",
                    "name provider cards only",
                )


def _way(book: Book, start: str, goal: str) -> tuple[str, ...]:
    """Give the cards from ``start`` to ``goal`` along the parents, both included; empty if there is no way."""
    came: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return came[here]
        card = look_up(book, RateCard, here)
        for parent in card.build.parents if card else ():
            if parent not in came:
                came[parent] = (*came[here], parent)
                waiting.append(parent)
    return ()
