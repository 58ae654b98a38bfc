"""Without its last CLI rule a customer may show every caller number.

One rule is enough to refuse all numbers that fit none. When the last enabled one goes, by hand or with a tag, nothing
is refused any more: callers may show numbers that are not theirs, and the carrier answers for that.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.consequences import cli_sources, losses, named, were_last
from engine.errors import Problem, Severity
from schemas.voice import CallDirection

RULE = "cli-last-rule"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer that had rules before and has none now, and may show any number from now on."""
    for direction in CallDirection:
        for (path, at), turned in losses(book, scope, "cli", cli_sources(direction)).items():
            opened = [turn for turn in turned if not turn.now.cli.approved_only]
            if opened:
                rules = list(dict.fromkeys(one.item.id for one in opened[0].had))
                forced = any(one.item.forced for one in opened[0].had)
                until = (
                    "numbers that fit none were replaced"
                    if forced
                    else "only those that fit passed"
                )
                yield book.problem(
                    path,
                    at,
                    RULE,
                    f"{were_last(rules, 'CLI rule')} for {direction} of {named(opened)}: until now {until}, "
                    "now every caller number does",
                    "keep a rule, or set cli.approved_only to refuse every number that has none",
                )
