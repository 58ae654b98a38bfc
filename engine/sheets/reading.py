"""From a sheet to rows of prices: every row either trusted or named with what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from engine.errors import Severity
from engine.sheets.cells import (
    CellError,
    billing_of,
    codes_of,
    instant_of,
    is_blocked,
    rate_of,
    says_blocked,
    seconds_of,
)
from engine.sheets.columns import Layout, layout_of
from engine.sheets.grid import Cell, Finding, Grid, letter, text
from schemas.sheet import SheetProfile

MOST_ROWS = 700_000
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as the sheet means it, of one code. ``row`` is its number in the sheet; None was not said."""

    row: int
    prefix: str
    name: str
    rate: Decimal | None
    inter: Decimal | None
    intra: Decimal | None
    connect: Decimal | None
    minimum_s: int | None
    increment_s: int | None
    blocked: bool
    since: datetime | None
    until: datetime | None
    said: str


@dataclass(slots=True)
class Reading:
    """What a sheet says: its rows, what is wrong with others, and what was told from the sheet itself."""

    layout: Layout
    rows: list[SheetRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: int = 0


def read_sheet(grid: Grid, profile: SheetProfile, currency: str) -> Reading:
    """Read a sheet.

    Raises:
        Refused: its columns cannot be told apart.
    """
    reading = Reading(layout_of(grid, profile.columns))
    reader = _Reader(reading, profile, currency)
    for place in range(reading.layout.first, len(grid.rows)):
        reader.take(grid.first + place, grid.rows[place])
    return reading


class _Reader:
    """Reads rows one after the other; cells that repeat are read once."""

    def __init__(self, reading: Reading, profile: SheetProfile, currency: str) -> None:
        self._reading = reading
        self._profile = profile
        self._currency = currency
        self._columns = reading.layout.columns
        self._known: dict[tuple[str, Any], Any] = {}

    def take(self, number: int, row: Sequence[Cell]) -> None:
        """Read a row, or note what is wrong with it."""
        cells: Mapping[str, Cell] = {
            name: row[place] if place < len(row) else None for name, place in self._columns.items()
        }
        if all(cell in (None, "") for cell in row):
            self._reading.skipped += 1
            return
        try:
            self._rows(number, cells)
        except _RowError as wrong:
            column = letter(self._columns[wrong.field]) if wrong.field in self._columns else ""
            self._reading.findings.append(Finding(number, column, wrong.kind, wrong.message))

    def _rows(self, number: int, cells: Mapping[str, Cell]) -> None:
        hyphen = self._profile.hyphen
        country = cells.get("country")
        codes = self._read(
            "prefix", cells, lambda cell: codes_of(cell, country, hyphen), key=country
        )
        blocked = self._blocked(cells)
        rate = None if blocked else self._price("rate", cells)
        inter, intra = self._price("inter", cells), self._price("intra", cells)
        if rate is None and inter is not None:
            rate = inter
        if rate is None and not blocked:
            raise _RowError("rate", "there is no price", "empty")
        minimum, increment = self._billing(cells)
        since, until = self._instant("from", cells), self._instant("to", cells)
        for code in codes or ():
            self._reading.rows.append(
                SheetRow(
                    number,
                    code,
                    text(cells.get("name")),
                    rate,
                    inter,
                    intra,
                    self._price("connect", cells),
                    minimum,
                    increment,
                    blocked,
                    since,
                    until,
                    text(cells.get("change")).lower(),
                )
            )

    def _read(
        self,
        name: str,
        cells: Mapping[str, Cell],
        read: Callable[[Cell], Value],
        key: object = None,
    ) -> Value | None:
        cell = cells.get(name)
        if name != "prefix" and cell in (None, ""):
            return None
        known = (name, (type(cell).__name__, cell, key))
        if known not in self._known:
            try:
                self._known[known] = read(cell)
            except CellError as error:
                self._known[known] = error
        found = self._known[known]
        if isinstance(found, CellError):
            raise _RowError(name, str(found), found.kind)
        return found  # type: ignore[no-any-return]

    def _price(self, name: str, cells: Mapping[str, Cell]) -> Decimal | None:
        mark, currency = self._profile.decimals, self._currency
        return self._read(name, cells, lambda cell: rate_of(cell, mark, currency))

    def _blocked(self, cells: Mapping[str, Cell]) -> bool:
        return bool(self._read("status", cells, is_blocked)) or says_blocked(cells.get("rate"))

    def _billing(self, cells: Mapping[str, Cell]) -> tuple[int | None, int | None]:
        pair = self._read("billing", cells, billing_of)
        if pair is not None:
            return pair
        minimum = self._read("minimum_s", cells, seconds_of)
        increment = self._read("increment_s", cells, seconds_of)
        return minimum, max(increment, 1) if increment is not None else None

    def _instant(self, name: str, cells: Mapping[str, Cell]) -> datetime | None:
        return self._read(name, cells, lambda cell: instant_of(cell, self._profile.dates))


class _RowError(Exception):
    """A row that cannot be trusted, with the field that says so."""

    def __init__(self, field: str, message: str, kind: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.kind = kind


def warning(row: int, column: str, kind: str, message: str) -> Finding:
    """Make a finding that stops nothing."""
    return Finding(row, column, kind, message, Severity.WARNING)
