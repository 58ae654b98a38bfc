"""A number block that names its size names its first number as well.

A size alone reserves nothing, and whoever wrote it believes that something is reserved.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.customer import Customer

RULE = "number-block-incomplete"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every block with a size and no start."""
    for loaded, customer in each(book, scope, Customer):
        block = customer.internal_numbers
        if block.size is not None and block.start is None:
            yield book.problem(
                loaded.path,
                ("internal_numbers", "size"),
                RULE,
                f"a block of {block.size} numbers has no first number, so nothing is reserved",
                'add internal_numbers.start, for example "1000", or remove the size',
            )
