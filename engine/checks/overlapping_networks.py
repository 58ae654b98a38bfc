"""The networks of one customer do not overlap.

The longest network that fits wins, so calls from the overlap belong to one record, with its limits and rewrites; which
one is easily misread.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.callers import callers, host_of, overlapping, told_apart
from engine.checks import Scope
from engine.documents import dotted
from engine.errors import Problem, Severity

RULE = "overlapping-networks"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every sending address that an earlier record of the same customer covers or is covered by."""
    for own in callers(book, scope):
        other = next(
            (
                one
                for one in overlapping(book, own)
                if one.path == own.path
                and one.fact.at != own.fact.at
                and str(one.fact.at) < str(own.fact.at)
                and not told_apart(own, one)
            ),
            None,
        )
        if other is not None:
            yield book.problem(
                own.path,
                own.fact.at,
                RULE,
                f"{host_of(own)} overlaps {host_of(other)} of {dotted(other.fact.at[:2])}",
                "write networks that do not overlap, or give each record its own tech prefix",
            )
