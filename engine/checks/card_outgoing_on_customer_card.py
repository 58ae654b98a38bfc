"""How calls are sent out is said on provider cards only.

On a customer card nothing reads it, and a limit written there limits nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import RateCard, Side

RULE = "card-outgoing-on-customer-card"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer card that says how calls are sent out."""
    for loaded, card in each(book, scope, RateCard):
        if card.side is Side.CUSTOMER and card.outgoing.model_fields_set:
            said = ", ".join(sorted(card.outgoing.model_fields_set))
            yield book.problem(
                loaded.path,
                ("outgoing",),
                RULE,
                f"{loaded.id} is a customer card, so nothing reads its {said}",
                "write it on the provider cards, or as limits of the routes",
            )
