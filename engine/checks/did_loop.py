"""The calls of a number do not come back to it.

A number that leads to another number of ours, which leads back, fills every channel with one call.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.inbound import dids_in, holder_of
from schemas.dids import DID, DestinationKind, destination

RULE = "did-loop"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every destination of a DID from which the way leads back to the same number."""
    for path, place, did in dids_in(book, scope):
        for spot, text in enumerate(did.destinations):
            way = _back(book, did.number, text) if did.enabled else None
            if way is not None:
                yield book.problem(
                    path,
                    ("dids", place, "destinations", spot),
                    RULE,
                    f"calls to {did.number} come back to it: {' to '.join(way)}",
                    "let one of the numbers lead somewhere else",
                )


def _back(book: Book, number: str, first: str) -> list[str] | None:
    """Give the numbers from ``number`` back to itself by way of a destination, None if there is no such way."""
    ways, seen = [([number], first)], {number}
    while ways:
        way, text = ways.pop()
        target = destination(text)
        following = target.value if target.kind is DestinationKind.EXTERNAL else ""
        if following == number:
            return [*way, number]
        if following and following not in seen:
            seen.add(following)
            ways += [([*way, following], onward) for onward in _destinations(book, following)]
    return None


def _destinations(book: Book, number: str) -> tuple[str, ...]:
    """Give where a number of ours leads; nowhere if it is not ours or disabled."""
    holder = holder_of(book, number)
    did = holder[3] if holder else None
    return did.destinations if isinstance(did, DID) and did.enabled else ()
