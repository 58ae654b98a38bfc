"""No line of a prefix set is excluded altogether, and no set blocks and allows the same callers everywhere.

A line below an excluded prefix never fits a number; one of the two is a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.faults import quoted
from schemas.prefix_set import PrefixSet
from schemas.voice import is_plain_line

RULE = "prefix-set-contradiction"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Hold the lines of every set against what it excludes."""
    for loaded, prefixes in each(book, scope, PrefixSet):
        for place, line in enumerate(prefixes.lines):
            above = next((one for one in prefixes.excluding if _covers(one, line)), None)
            if above is not None:
                yield book.problem(
                    loaded.path,
                    ("lines", place),
                    RULE,
                    f"{quoted(line)} never fits, because {quoted(above)} is excluded",
                    "remove the line, or the exclusion",
                )
        if prefixes.everywhere.block_cli and prefixes.everywhere.allow_cli:
            yield book.problem(
                loaded.path,
                ("everywhere", "allow_cli"),
                RULE,
                "the same caller numbers are refused and let past everywhere",
                "keep block_cli or allow_cli",
            )


def _covers(excluded: str, line: str) -> bool:
    """Tell whether every number a line fits is excluded; of patterns only that they are the same."""
    plain = is_plain_line(excluded) and is_plain_line(line)
    return line.startswith(excluded) if plain else line == excluded
