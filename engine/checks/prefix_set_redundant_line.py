"""Each line of a prefix set adds something.

A prefix below a shorter one, a line written twice, and an exclusion of numbers that are not in the set change nothing,
and whoever removes the other line is surprised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.faults import quoted
from schemas.prefix_set import PrefixSet
from schemas.voice import is_plain_line

RULE = "prefix-set-redundant-line"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look for lines of every set that another line makes needless."""
    for loaded, prefixes in each(book, scope, PrefixSet):
        found = [("lines", place, message) for place, message in _covered(prefixes.lines)]
        found += [("excluding", place, message) for place, message in _covered(prefixes.excluding)]
        found += [("excluding", place, message) for place, message in _outside(prefixes)]
        for field, place, message in found:
            yield book.problem(
                loaded.path, (field, place), RULE, message, "remove it", severity=SEVERITY
            )


def _covered(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give lines that are written before, or that begin with another plain line."""
    first = {line: place for place, line in reversed(list(enumerate(lines)))}
    plain = {line for line in lines if is_plain_line(line)}
    for place, line in enumerate(lines):
        shorter = (line[:end] for end in range(1, len(line)) if line[:end] in plain)
        above = next(shorter, None) if line in plain else None
        if above is not None:
            yield place, f"{quoted(line)} is in {quoted(above)} already"
        elif first[line] < place:
            yield place, f"{quoted(line)} is written before already"


def _outside(prefixes: PrefixSet) -> Iterator[tuple[int, str]]:
    """Give plain exclusions of numbers that no line brings in; not where a pattern might."""
    if not all(is_plain_line(line) for line in prefixes.lines):
        return
    for place, line in enumerate(prefixes.excluding):
        touches = (line.startswith(one) or one.startswith(line) for one in prefixes.lines)
        if is_plain_line(line) and not any(touches):
            yield place, f"no line brings in numbers that begin with {quoted(line)}"
