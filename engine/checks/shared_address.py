"""Customers who call from the same address are told apart by tech prefix, or all of them by their caller numbers.

Calls are recognised by where they come from. Without something else to go by, one customer would pay for the calls
of another.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.callers import callers, host_of, order, overlapping, told_apart
from engine.checks import Scope, owner_of
from engine.errors import Problem, Severity

RULE = "shared-address"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every sending address that another customer's record covers too; over the whole book, the later one."""
    for own in callers(book, scope):
        other = next(
            (
                one
                for one in overlapping(book, own)
                if owner_of(one.path) != owner_of(own.path)
                and not told_apart(own, one)
                and (scope.paths is not None or order(one) < order(own))
            ),
            None,
        )
        if other is not None:
            host, theirs = host_of(own), host_of(other)
            same = "it" if host == theirs else f"{theirs}, which overlaps it,"
            yield book.problem(
                own.path,
                own.fact.at,
                RULE,
                f"calls come from {host}, and {owner_of(other.path)} calls from {same} as well",
                "give each its own numbers.tech_prefix, or set cli_authentication on all of them",
            )
