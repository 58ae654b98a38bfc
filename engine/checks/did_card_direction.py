"""The cards of a DID are for incoming calls.

A card of direction termination prices calls that go out. Only the card of a range holder may be one.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.inbound import dids_in, holds_range
from engine.lookup import look_up
from schemas.rate_card import RateCard
from schemas.voice import CallDirection

RULE = "did-card-direction"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card of a DID that is for calls going out."""
    for path, place, did in dids_in(book, scope):
        for name in ("provider_card", "customer_card"):
            card_name = getattr(did, name)
            card = look_up(book, RateCard, card_name) if card_name else None
            if card is None or card.direction is CallDirection.ORIGINATION:
                continue
            if name == "provider_card" and holds_range(book, did):
                continue
            yield book.problem(
                path,
                ("dids", place, name),
                RULE,
                f"{card_name} is of direction {card.direction}, for calls that go out",
                "name a card of direction origination",
            )
