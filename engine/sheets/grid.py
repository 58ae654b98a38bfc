"""A sheet as rows of cells, whatever file it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from engine.errors import Severity

Cell: TypeAlias = str | int | Decimal | bool | date | datetime | None
"""A cell: text as written, or what a workbook holds, its binary fractions as the decimals people see; None is empty."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet. ``first`` is the number of its first row, counted from 1 as people see them."""

    name: str
    rows: Sequence[Sequence[Cell]]
    first: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about a row of a sheet; ``column`` is its letter, empty for the row as a whole."""

    row: int
    column: str
    kind: str
    message: str
    severity: Severity = Severity.ERROR

    @property
    def where(self) -> str:
        """The cell as people name it; row 0 is the column as a whole."""
        if not self.row:
            return f"column {self.column}"
        return f"{self.column}{self.row}" if self.column else f"row {self.row}"


def letter(place: int) -> str:
    """Give the letter of a column, counted from 0: A, B, ..., Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def place_of_letter(name: str) -> int | None:
    """Give the place of a column by its letter, None if it is none."""
    if not (name.isascii() and name.isalpha() and len(name) <= 3):
        return None
    place = 0
    for sign in name.upper():
        place = place * 26 + ord(sign) - 64
    return place - 1


def text(cell: Cell) -> str:
    """Give a cell as text, without blanks around it; whole numbers of a workbook without their .0."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() else f"{cell:f}"
    return " ".join(str(cell).split())
