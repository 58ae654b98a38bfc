"""No two customers have the same name.

Names are compared without regard to case and spaces: people read them aloud.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import duplicates
from engine.errors import Problem

RULE = "unique-name"


def check(book: Book, before: Book | None) -> Iterator[Problem]:
    """Name every customer after the first that has a name."""
    named = (
        (name, "".join(customer.name.casefold().split()))
        for name, customer in book.customers.items()
    )
    for name, first in duplicates(named):
        yield book.problem(
            book.paths("customer")[name],
            ("name",),
            RULE,
            f'customer {first} has the name "{book.customers[name].name}" already',
            "give this customer a name of its own",
        )
