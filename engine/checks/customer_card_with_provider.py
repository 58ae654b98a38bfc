"""A customer card names no provider.

It is what customers pay; whose routes its calls take is said by ``build.parents`` or ``dynamic_routing``.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import RateCard, Side

RULE = "customer-card-with-provider"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer card with a provider."""
    for loaded, card in each(book, scope, RateCard):
        if card.side is Side.CUSTOMER and card.provider is not None:
            yield book.problem(
                loaded.path,
                ("provider",),
                RULE,
                f"{loaded.id} is a customer card, but names provider {card.provider}",
                "leave provider out, or write side: provider",
            )
