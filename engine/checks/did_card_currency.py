"""The customer card of a DID has the currency of the customer.

A price is taken off the balance as it stands on the card; nothing converts it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, owner_of
from engine.errors import Problem, Severity
from engine.inbound import dids_in
from engine.lookup import look_up
from schemas.customer import Customer
from schemas.rate_card import RateCard

RULE = "did-card-currency"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer card of a DID that is in another currency."""
    for path, place, did in dids_in(book, scope):
        card = look_up(book, RateCard, did.customer_card) if did.customer_card else None
        customer = look_up(book, Customer, owner_of(path))
        if card is not None and customer is not None and card.currency != customer.currency:
            yield book.problem(
                path,
                ("dids", place, "customer_card"),
                RULE,
                f"{did.customer_card} is in {card.currency}, and the customer pays in {customer.currency}",
                f"name a card in {customer.currency}",
            )
