"""From a sheet to rows of prices: every row either trusted or named with what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from engine.sheets.cells import (
    LONGEST_CODE,
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
PRICES = ("rate", "inter", "intra", "connect")
_OF_CODES = ("prefix", "country")
"""Columns that say which codes a row is about; the others say what it says of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What rows say besides their code: rows with the same cells share one. None was not said; ``change`` is a remark."""

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
    change: str


class SheetRow(NamedTuple):
    """A row as the sheet means it, of one code. ``row`` is its number in the sheet."""

    row: int
    prefix: str
    said: Said


@dataclass(slots=True)
class Reading:
    """What a sheet says: its rows, what is wrong with others, and what was told from the sheet itself."""

    layout: Layout
    rows: list[SheetRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: int = 0
    remarks: int = 0
    """Lines with neither a code nor a price: headings of a part, words at the end."""
    left_out: set[str] = field(default_factory=set)
    """Codes that the sheet names in rows that are not taken: it does not close them."""


def read_sheet(grid: Grid, profile: SheetProfile, currency: str) -> Reading:
    """Read a sheet.

    Raises:
        Refused: its columns cannot be told apart.
    """
    reading = Reading(layout_of(grid, profile.columns))
    reader = _Reader(reading, profile, currency)
    for place in range(reading.layout.first, len(grid.rows)):
        reader.take(grid.first + place, grid.rows[place])
    reader.finish()
    return reading


class _Reader:
    """Reads rows one after the other; cells that repeat are read once."""

    def __init__(self, reading: Reading, profile: SheetProfile, currency: str) -> None:
        self._reading = reading
        self._profile = profile
        self._columns = reading.layout.columns
        self._front = reading.layout.front
        self._is_country_said = "country" in reading.layout.said
        mark = profile.decimals

        def price(cell: Cell) -> Decimal:
            return rate_of(cell, mark, currency)

        def instant(cell: Cell) -> datetime:
            return instant_of(cell, profile.dates)

        readers: Mapping[str, Callable[[Cell], Any]] = {
            "status": is_blocked,
            "rate": price,
            "inter": price,
            "intra": price,
            "connect": price,
            "billing": billing_of,
            "minimum_s": seconds_of,
            "increment_s": _increment,
            "from": instant,
            "to": instant,
        }
        # Only the columns there are, each with what was read of its cells so far.
        self._readers: list[tuple[str, int, Callable[[Cell], Any], dict[Any, Any]]] = [
            (name, place, readers[name], {})
            for name, place in self._columns.items()
            if name in readers
        ]
        self._places = [place for name, place in self._columns.items() if name not in _OF_CODES]
        self._known: dict[Any, Said | _RowError] = {}

    def take(self, number: int, row: Sequence[Cell]) -> None:
        """Read a row, or note what is wrong with it."""
        at = self._columns["prefix"]
        if not (at < len(row) and row[at]) and self._is_passed_over(row):
            return
        try:
            codes = self._codes(row)
        except _RowError as wrong:
            self._tell(number, wrong)
            return
        said = self._said(row)
        if isinstance(said, _RowError):
            self._reading.left_out.update(codes)
            self._tell(number, said)
            return
        self._reading.rows += [SheetRow(number, code, said) for code in codes]

    def _is_passed_over(self, row: Sequence[Cell]) -> bool:
        """Count a row without a code that is empty, or that has no price either."""
        empty = (None, "")
        if all(cell in empty for cell in row):
            self._reading.skipped += 1
            return True
        if all(self._cell(name, row) in empty for name in ("prefix", *PRICES)):
            self._reading.remarks += 1
            return True
        return False

    def _tell(self, number: int, wrong: _RowError) -> None:
        column = letter(self._columns[wrong.field]) if wrong.field in self._columns else ""
        self._reading.findings.append(Finding(number, column, wrong.kind, wrong.message))

    def finish(self) -> None:
        """Doubt prices of which some have a decimal comma and others a point, if nobody said which counts."""
        if self._profile.decimals is not None:
            return
        for name, place, _, known in self._readers:
            if name not in PRICES:
                continue
            texts = [cell for cell in known if type(cell) is str]
            comma = next((cell for cell in texts if "," in cell and "." not in cell), None)
            point = next((cell for cell in texts if "." in cell and "," not in cell), None)
            if comma is not None and point is not None:
                told = f'it has "{comma}" and "{point}"; say what stands before decimals with --decimals'
                self._reading.findings.append(Finding(0, letter(place), "doubt", told))

    def _cell(self, name: str, row: Sequence[Cell]) -> Cell:
        place = self._columns.get(name)
        return row[place] if place is not None and place < len(row) else None

    def _said(self, row: Sequence[Cell]) -> Said | _RowError:
        """Give what a row says besides its codes, or what is wrong with it; rows of the same cells are read once."""
        width = len(row)
        cells = [row[place] if place < width else None for place in self._places]
        # 1, 1.0 and True are equal and yet not the same cell.
        key = (*cells, *map(type, cells))
        found = self._known.get(key)
        if found is None:
            try:
                found = self._meant(row)
            except _RowError as wrong:
                found = wrong
            self._known[key] = found
        return found

    def _meant(self, row: Sequence[Cell]) -> Said:
        said = self._values(row)
        blocked = bool(said.get("status")) or said.get("rate") is SHUT
        rate = None if blocked else said.get("rate", said.get("inter"))
        if rate is None and not blocked:
            raise _RowError("rate", "there is no price", "empty")
        since, until = said.get("from"), said.get("to")
        if since is not None and until is not None and until <= since:
            raise _RowError("to", f"it ends on {until:%Y-%m-%d}, before it begins", "value")
        minimum, increment = said.get("billing") or (
            said.get("minimum_s"),
            said.get("increment_s"),
        )
        if isinstance(increment, tuple):
            minimum, increment = increment if minimum is None else (minimum, increment[1])
        return Said(
            text(self._cell("name", row)),
            rate,
            said.get("inter"),
            said.get("intra"),
            said.get("connect"),
            minimum,
            increment,
            blocked,
            since,
            until,
            text(self._cell("change", row)).lower(),
        )

    def _codes(self, row: Sequence[Cell]) -> Sequence[str]:
        cell, country = self._cell("prefix", row), self._cell("country", row)
        if type(cell) is str and country is None and not self._front and _is_plain(cell):
            return (cell,)
        try:
            codes = codes_of(
                cell, country, self._profile.hyphen, is_country_said=self._is_country_said
            )
        except CellError as error:
            raise _RowError("prefix", str(error), error.kind) from error
        front = self._front
        return [front + one if front and len(one) == 6 else one for one in codes]

    def _values(self, row: Sequence[Cell]) -> dict[str, Any]:
        """Read every cell that says something."""
        said: dict[str, Any] = {}
        for name, place, read, known in self._readers:
            cell = row[place] if place < len(row) else None
            if cell is None or cell == "":
                continue
            # 1, 1.0 and True are equal and yet not the same cell.
            key = cell if type(cell) is str else (type(cell), cell)
            if key not in known:
                known[key] = _read(name, read, cell)
            value = known[key]
            if type(value) is CellError:
                raise _RowError(name, str(value), value.kind)
            said[name] = value
        return said


def _is_plain(code: str) -> bool:
    """Whether a cell is one code and nothing to think about."""
    digits = code.isascii() and code.isdigit()
    return digits and len(code) <= LONGEST_CODE and not code.startswith("0")


SHUT = object()
"""What stands in a column of prices for a code that is shut."""


def _read(name: str, read: Callable[[Cell], Any], cell: Cell) -> Any:
    if name == "rate" and says_blocked(cell):
        return SHUT
    try:
        return read(cell)
    except CellError as error:
        return error


def _increment(cell: Cell) -> int | tuple[int, int]:
    """Read an increment; ``30/6`` under the heading of one is both of them."""
    if any(sign in text(cell) for sign in "/+-"):
        return billing_of(cell)
    return max(seconds_of(cell), 1)


class _RowError(Exception):
    """A row that cannot be trusted, with the field that says so."""

    def __init__(self, field: str, message: str, kind: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.kind = kind
