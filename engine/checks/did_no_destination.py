"""A DID that is enabled leads somewhere.

Callers of a number without a destination hear that it is unavailable.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.inbound import dids_in

RULE = "did-no-destination"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every enabled DID that has neither a destination nor a script."""
    for path, place, did in dids_in(book, scope):
        if did.enabled and not did.destinations and did.script.name is None:
            yield book.problem(
                path,
                ("dids", place),
                RULE,
                f"the number {did.number} has no destination, so its calls are refused",
                "add a destination, or set enabled: false until it has one",
            )
