"""A card is generated from parents, or written by hand and routed dynamically, not both.

The calls of a generated card go over its parents; a second list of cards would contradict the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import RateCard

RULE = "card-build-and-dynamic"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card that has parents and dynamic routing."""
    for loaded, card in each(book, scope, RateCard):
        if card.build.parents and card.dynamic_routing:
            yield book.problem(
                loaded.path,
                ("dynamic_routing",),
                RULE,
                f"calls already go over its parents {', '.join(card.build.parents)}",
                "leave dynamic_routing out, or build.parents",
            )
