"""No two customers have the same PayPal e-mail address.

An incoming PayPal payment is booked to the customer whose address it names; with two, money goes astray.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, clashes, owner_of
from engine.errors import Problem, Severity
from engine.facts import Index

RULE = "unique-paypal-email"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer whose address another one has."""
    for held, other in clashes(book, scope, Index.PAYPAL_EMAIL):
        yield book.problem(
            held.path,
            held.fact.at,
            RULE,
            f"customer {owner_of(other.path)} has this PayPal address already",
            "payments find their customer by it, so each needs its own",
        )
