"""The first CLI rule turns "every caller number passes" into "only these pass".

Without any rule, and without approved_only, every number passes. From the first enabled rule on, calls with other
numbers are refused, unless a forced rule replaces them. The first rule may be the customer's own, one that a tag gets
for all who have it, or one of a tag the customer gets.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.consequences import Turn, cli_sources, gains, named
from engine.errors import Problem, Severity
from schemas.voice import CallDirection

RULE = "cli-first-rule"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name the first rule of every customer that had none before and whose other callers are now refused."""
    for direction in CallDirection:
        for (path, at), all_turned in gains(book, scope, "cli", cli_sources(direction)).items():
            shut = [turn for turn in all_turned if _shuts(turn)]
            if shut:
                yield book.problem(
                    path,
                    at,
                    RULE,
                    f"{_first(shut[0])} for {direction} of {named(shut)}: until now every caller number passed, "
                    "now only those that fit a rule do",
                    "make sure that every number in use has a rule, or add a forced rule for the others",
                )


def _shuts(turn: Turn) -> bool:
    """Whether callers passed before whom the rules refuse now."""
    return not turn.before.cli.approved_only and not any(one.item.forced for one in turn.has)


def _first(turn: Turn) -> str:
    first = turn.has[0]
    if first.tag and first.tag not in turn.before.tags:
        return f"the tag {first.tag} brings {first.item.id}, the first rule"
    return f"{first.item.id} is the first rule"
