"""The internal number blocks of two customers do not overlap.

An extension in both blocks could be given to either, and a call to it would ring at the other one's.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, owner_of
from engine.errors import Problem, Severity
from engine.facts import Index
from engine.lookup import each
from engine.tabs import block_of, block_size
from schemas.customer import Customer

RULE = "number-block-overlap"
SEVERITY = Severity.ERROR
SET = "integrity"

MAGNITUDES = range(1, 8)
"""Decimal digits of the sizes a block can name."""


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer whose block reaches into another's; over the whole book, the later of the two."""
    for loaded, customer in each(book, scope, Customer):
        own = block_of(book, customer)
        if own is None:
            continue
        for path, other in _near(book, own):
            later = (own.start, loaded.path) > (other.start, path)
            if path != loaded.path and _meet(own, other) and (scope.paths is not None or later):
                yield book.problem(
                    loaded.path,
                    ("internal_numbers", "start"),
                    RULE,
                    f"{_said(own)} overlap {_said(other)} of {owner_of(path)}",
                    "choose a block that begins behind it, or make one of them smaller",
                )
                break


def _near(book: Book, own: range) -> Iterator[tuple[str, range]]:
    """Give the blocks that begin near enough to reach this one: few, as blocks hold each other at a distance."""
    usual = block_size(book)
    for digits, reach in ((0, usual), *((digits, 10**digits) for digits in MAGNITUDES)):
        low, high = max(own.start - reach + 1, 0), own.stop - 1
        span = (f"{digits}:{low:015d}/", f"{digits}:{high:015d}/~")
        for other in book.documents.facts.span(Index.NUMBER_RANGE, *span):
            start, _, size = other.fact.value.partition(":")[2].partition("/")
            yield other.path, range(int(start), int(start) + (int(size) or usual))


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _said(block: range) -> str:
    return f"{block.start} to {block.stop - 1}"
