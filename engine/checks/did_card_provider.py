"""The provider card of a DID is one of its provider, and the customer card one of ours.

Otherwise the calls of the number cost, or are charged, what somebody else agreed on.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.inbound import dids_in, holds_range
from engine.lookup import look_up
from schemas.rate_card import RateCard, Side

RULE = "did-card-provider"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every card of a DID that belongs to another side or another provider."""
    for path, place, did in dids_in(book, scope):
        cost = look_up(book, RateCard, did.provider_card)
        if cost is not None and not holds_range(book, did):
            wrong = ""
            if cost.side is not Side.PROVIDER:
                wrong = "is a customer card"
            elif cost.provider is not None and cost.provider != did.provider:
                wrong = f"is a card of {cost.provider}, and the number comes from {did.provider}"
            if wrong:
                yield book.problem(
                    path,
                    ("dids", place, "provider_card"),
                    RULE,
                    f"{did.provider_card} {wrong}",
                    f"name a card of {did.provider}",
                )
        charge = look_up(book, RateCard, did.customer_card) if did.customer_card else None
        if charge is not None and charge.side is not Side.CUSTOMER:
            yield book.problem(
                path,
                ("dids", place, "customer_card"),
                RULE,
                f"{did.customer_card} is a provider card: it says what we pay",
                "name a customer card, or leave it out if calls are free",
            )
