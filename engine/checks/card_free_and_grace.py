"""A card gives free seconds or grace, not both.

Free seconds come off every call; grace makes short calls free and bills longer ones from the start. Together they
contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import RateCard

RULE = "card-free-and-grace"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at the defaults of every card."""
    for loaded, card in each(book, scope, RateCard):
        if card.defaults.free_s and card.defaults.grace_s:
            yield book.problem(
                loaded.path,
                ("defaults", "free_s"),
                RULE,
                f"{card.defaults.free_s} seconds are free, but {card.defaults.grace_s} seconds of "
                "grace say longer calls are billed from the start",
                "keep free_s or grace_s",
            )
