"""Rate tables: what one is made of, what may be wrong with it, and how a row is told from others.

A row is known by its prefix and the instant it starts at. One line is one row. What the columns mean stands in
``schemas.rate_card``, what a cell may hold in ``rate_cells``; what a row costs is the business of rating. ``rate_reading``
reads a table, ``rate_writing`` writes one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache, cached_property
from typing import NamedTuple, TypeAlias

from engine.errors import Problem, Severity
from engine.rate_cells import cells_of, content_of, spans_of
from schemas.dates import instant
from schemas.values import SLUG_PATTERN

RULES: Mapping[str, str] = {
    "rates-encoding": "A rate table is UTF-8 text; a byte order mark is a warning.",
    "rates-header": "The first line names known columns, each once, prefix first, with a price among them.",
    "rates-quotes": "A cell in quotes is closed on its own line, and quotes inside it are doubled.",
    "rates-columns": "Every row has as many cells as the first line.",
    "rates-value": "A cell holds what its column is for.",
    "rates-duplicate": "A prefix has one row for each instant it starts at.",
    "rates-overlap": "Rows of one prefix are not in force at the same time.",
    "rates-order": "Rows stand in the order of prefixes, then of their start (warning).",
}
"""Rules of rate tables: id -> what it says."""

Key: TypeAlias = tuple[str, str, str]
"""Prefix, time window and start of a row, the start an instant in UTC, both empty for always: ordered as rows are."""

_PLACE = re.compile(
    r"rate-cards/(?P<id>" + SLUG_PATTERN.removeprefix("^").removesuffix("$") + r")/rates\.csv\Z"
)
KEY_COLUMNS = ("prefix", "window", "from")
"""Columns that make the key of a row, in its order."""

_STRUCTURE = frozenset({"rates-encoding", "rates-header", "rates-quotes", "rates-columns"})


def rate_table_at(path: str) -> str | None:
    """Give the id of the card whose rates stand at ``path``, None if no rates have their place there."""
    found = _PLACE.match(path)
    return found["id"] if found else None


class Row(NamedTuple):
    """One row as it stands in the file. ``line`` counts from 1. A tuple, because tables have half a million of them."""

    line: int
    key: Key
    cells: Sequence[str]


@dataclass
class RateTable:
    """A rate table as read: its columns, its rows in the order of the file, its lines with their ends."""

    path: str
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    has_bom: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def newline(self) -> str:
        """The line end of the file: that of its first line."""
        return "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"

    @property
    def torn(self) -> tuple[Problem, ...]:
        """What is wrong with its lines and columns, rather than with what they hold."""
        return tuple(problem for problem in self.problems if problem.rule in _STRUCTURE)

    def values(self, row: Row) -> dict[str, str]:
        """Give what a row says besides its key: column -> text, empty cells left out."""
        cells = row.cells
        return {name: cells[place] for name, place in self._besides if cells[place]}

    @cached_property
    def _besides(self) -> tuple[tuple[str, int], ...]:
        """The columns that are not part of the key, with their places."""
        named = enumerate(self.columns)
        return tuple((name, place) for place, name in named if name not in KEY_COLUMNS)

    def tell(
        self,
        rule: str,
        message: str,
        hint: str,
        *,
        line: int,
        cell: int = -1,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem at a line, or at a cell of it."""
        column, name, prefix = 1, "", ""
        if cell >= 0:
            spans = spans_of(content_of(self.lines[line - 1])) or []
            column = spans[cell][0] + 1 if cell < len(spans) else 1
            name = self.columns[cell] if cell < len(self.columns) else ""
            prefix = cells_of(content_of(self.lines[line - 1]) or "")[0]
        where = f"rates[{prefix}].{name}" if prefix and name and line > 1 else "rates"
        self.problems.append(
            Problem(
                path=self.path,
                line=line,
                column=column,
                document=rate_table_at(self.path) or "",
                field=where,
                rule=rule,
                severity=severity,
                message=message,
                hint=hint,
            )
        )


@cache
def instant_key(text: str) -> str:
    """Give an instant as a text that sorts by time; empty stays empty, and text that is none stays what it is."""
    if not text:
        return ""
    try:
        return instant(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return text


def named(key: Key) -> str:
    """Name a row the way a plan does."""
    prefix, window, since = key
    return prefix + (f" in {window}" if window else "") + (f" from {since}" if since else "")
