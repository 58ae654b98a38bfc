"""Sheets as people write them in a test: lines of text with columns parted by bars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.rate_reading import read_table
from engine.sheets.comparison import Comparison, Kind, compare
from engine.sheets.grid import Cell, Grid
from engine.sheets.reading import Reading, read_sheet
from schemas.sheet import SheetProfile

JULY = datetime(2026, 7, 1, tzinfo=UTC)
MAY = datetime(2026, 5, 1, tzinfo=UTC)
PATH = "rate-cards/atlas/rates.csv"


def a_grid(*lines: str) -> Grid:
    """A sheet: cells are parted by bars, empty ones are none."""
    rows: list[list[Cell]] = [[cell.strip() or None for cell in line.split("|")] for line in lines]
    return Grid("", rows)


def a_profile(**said: Any) -> SheetProfile:
    """How sheets are read."""
    return SheetProfile.model_validate(said)


def read(*lines: str, currency: str = "USD", **said: Any) -> Reading:
    """Read a sheet."""
    return read_sheet(a_grid(*lines), a_profile(**said), currency)


def compared(
    current: str | None,
    *lines: str,
    start: datetime | None = JULY,
    now: datetime = MAY,
    full: bool = True,
    **said: Any,
) -> Comparison:
    """Compare a sheet with the rows there are: the text of rates.csv."""
    profile = a_profile(**said)
    return compare(
        PATH,
        None if current is None else current.encode(),
        read_sheet(a_grid(*lines), profile, "USD"),
        profile,
        start=start,
        now=now,
        is_full=full,
    )


def kinds(comparison: Comparison) -> Mapping[str, Kind]:
    """What becomes of each code."""
    return {change.prefix: change.kind for change in comparison.changes}


def rows_of(data: bytes) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of a table: (prefix, from) -> its cells."""
    table = read_table(PATH, data)
    return {(row.key[0], row.key[2][:10]): dict(table.values(row)) for row in table.rows}
