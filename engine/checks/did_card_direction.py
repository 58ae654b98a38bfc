"""The cards of a DID or of a number in stock are for incoming calls.

A card of direction termination prices calls that go out. Only the card of a range holder may be one.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.inbound import holds_range, numbers_in
from engine.lookup import look_up
from schemas.rate_card import RateCard
from schemas.voice import CallDirection

RULE = "did-card-direction"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card of a number that is for calls going out."""
    for path, at, provider, number in numbers_in(book, scope):
        for name in ("provider_card", "customer_card"):
            card_name = getattr(number, name, "")
            card = look_up(book, RateCard, card_name) if card_name else None
            if card is None or card.direction is CallDirection.ORIGINATION:
                continue
            if name == "provider_card" and holds_range(book, provider, card_name):
                continue
            yield book.problem(
                path,
                (*at, name),
                RULE,
                f"{card_name} is of direction {card.direction}, for calls that go out",
                "name a card of direction origination",
            )
