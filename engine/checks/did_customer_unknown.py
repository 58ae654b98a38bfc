"""A customer that a DID leads to exists."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.inbound import dids_in
from schemas.dids import DestinationKind, destination

RULE = "did-customer-unknown"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every destination customer:<id> that nobody has."""
    for path, place, did in dids_in(book, scope):
        for spot, text in enumerate(did.destinations):
            target = destination(text)
            if target.kind is not DestinationKind.CUSTOMER:
                continue
            wrong = book.wrong_reference("customer", target.value)
            if wrong is not None:
                yield book.problem(
                    path,
                    ("dids", place, "destinations", spot),
                    RULE,
                    wrong[0],
                    wrong[1] or "name one that exists",
                )
