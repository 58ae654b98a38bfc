"""The provider card of a DID or of a number in stock is one of its provider, and the customer card one of ours.

Otherwise the calls of the number cost, or are charged, what somebody else agreed on.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.inbound import dids_in, holds_range, numbers_in
from engine.lookup import look_up
from schemas.rate_card import RateCard, Side

RULE = "did-card-provider"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card of a number that belongs to another side or another provider."""
    for path, at, provider, number in numbers_in(book, scope):
        cost = look_up(book, RateCard, number.provider_card)
        if cost is not None and not holds_range(book, provider, number.provider_card):
            wrong = ""
            if cost.side is not Side.PROVIDER:
                wrong = "is a customer card"
            elif cost.provider is not None and cost.provider != provider:
                wrong = f"is a card of {cost.provider}, and the number comes from {provider}"
            if wrong:
                yield book.problem(
                    path,
                    (*at, "provider_card"),
                    RULE,
                    f"{number.provider_card} {wrong}",
                    f"name a card of {provider}",
                )
    for path, place, did in dids_in(book, scope):
        charge = look_up(book, RateCard, did.customer_card) if did.customer_card else None
        if charge is not None and charge.side is not Side.CUSTOMER:
            yield book.problem(
                path,
                ("dids", place, "customer_card"),
                RULE,
                f"{did.customer_card} is a provider card: it says what we pay",
                "name a customer card, or leave it out if calls are free",
            )
