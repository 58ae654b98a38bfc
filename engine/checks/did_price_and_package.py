"""A DID is charged by its own prices or by a package.

With a package, retail and cost of the number are not posted; prices beside it are mostly left over.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.inbound import dids_in

RULE = "did-price-and-package"
SEVERITY = Severity.WARNING
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every price of a DID that has a package."""
    for path, place, did in dids_in(book, scope):
        for name in ("retail", "cost"):
            if did.package is not None and getattr(did, name):
                yield book.problem(
                    path,
                    ("dids", place, name),
                    RULE,
                    f'the number is charged by the package {did.package}, so {name}: "{getattr(did, name)}" counts '
                    "for nothing",
                    "remove the price, or the package",
                )
