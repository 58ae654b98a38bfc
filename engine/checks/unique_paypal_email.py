"""No two customers have the same PayPal e-mail address.

An incoming PayPal payment is booked to the customer whose address it names; with two, money goes astray.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import duplicates
from engine.errors import Problem

RULE = "unique-paypal-email"


def check(book: Book, before: Book | None) -> Iterator[Problem]:
    """Name every customer after the first that has an address."""
    mails = (
        (name, customer.billing.paypal_email.casefold())
        for name, customer in book.customers.items()
        if customer.billing.paypal_email
    )
    for name, first in duplicates(mails):
        yield book.problem(
            book.paths("customer")[name],
            ("billing", "paypal_email"),
            RULE,
            f"customer {first} has the PayPal address {book.customers[name].billing.paypal_email} already",
            "payments find their customer by it, so each needs its own",
        )
