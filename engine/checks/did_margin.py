"""A number is not sold for less than it costs.

Compared where customer and provider have the same currency and no package charges the number.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, owner_of
from engine.errors import Problem, Severity
from engine.inbound import dids_in
from engine.lookup import look_up
from schemas.customer import Customer
from schemas.provider import Provider

RULE = "did-margin"
SEVERITY = Severity.WARNING
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every DID whose monthly retail price is below its cost."""
    for path, place, did in dids_in(book, scope):
        customer = look_up(book, Customer, owner_of(path))
        provider = look_up(book, Provider, did.provider)
        comparable = (
            customer is not None
            and provider is not None
            and customer.currency == provider.currency
            and did.package is None
        )
        if comparable and did.retail < did.cost:
            yield book.problem(
                path,
                ("dids", place, "retail"),
                RULE,
                f"the number costs {did.cost} a month and is sold for {did.retail}",
                "raise retail, or name the package that charges for the number",
            )
