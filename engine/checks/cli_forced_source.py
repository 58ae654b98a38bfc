"""A forced CLI rule names the number it shows, or a database to take one from.

A pattern says which numbers fit, not which one to show.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.cli import CLI
from schemas.faults import quoted
from schemas.voice import is_plain_line

RULE = "cli-forced-source"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every forced rule that has no number to show."""
    for loaded, cli in each(book, scope, CLI):
        for place, one in enumerate(cli.rules):
            plain = one.cli is not None and is_plain_line(one.cli)
            if one.forced and not plain and one.database is None:
                found = f"the pattern {quoted(one.cli)}" if one.cli else "no number"
                yield book.problem(
                    loaded.path,
                    ("rules", place, "forced"),
                    RULE,
                    f"the rule {one.id} is forced and has {found}, so there is nothing to show",
                    "write the number in cli, or name a database",
                )
