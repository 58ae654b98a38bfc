"""Reads CSV, TSV, XLSX, XLS and the open interconnect JSON; what the bytes are tells, not the name of the file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from adapters.sheets.extents import refuse_huge, too_many_rows
from engine.errors import Refused
from engine.json_text import read_json
from engine.sheets.grid import Cell, Grid
from engine.sheets.reading import MOST_ROWS

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS = (",", ";", "\t", "|")
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

INTERCONNECT: Mapping[str, str] = {
    "prefix": "prefix",
    "name": "name",
    "rate": "rate",
    "connection_fee": "connect",
    "initial_interval": "minimum",
    "billing_interval": "increment",
    "effective_date": "effective date",
}
"""Fields of the open interconnect JSON -> headings our columns are found by; other fields are left out."""


class SheetFiles:
    """Reads files as grids."""

    def grids(self, name: str, data: bytes) -> Sequence[Grid]:
        """Give every sheet of a file that has a cell.

        Raises:
            Refused: it is no sheet, or too large.
        """
        if data.startswith(_ZIP):
            refuse_huge(name, data)
            found = _workbook(name, data)
        elif data.startswith(_OLE):
            found = _workbook(name, data)
        else:
            found = _text(name, data)
        found = [
            grid
            for grid in found
            if any(cell not in (None, "") for row in grid.rows[:200] for cell in row)
        ]
        if not found:
            raise Refused(
                f"{name} has no cells", "hand in a sheet with a code and a rate in each row"
            )
        for grid in found:
            if len(grid.rows) > MOST_ROWS:
                raise too_many_rows(grid.name or name)
        return found


def _workbook(name: str, data: bytes) -> list[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_tab(book.get_sheet_by_name(tab), tab) for tab in book.sheet_names]
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise Refused(
            f"{name} cannot be read as a workbook: {error}", "save it anew as .xlsx"
        ) from error


def _tab(sheet: Any, name: str) -> Grid:
    start = sheet.start or (0, 0)
    # Cells left of the first one that is used are given back, so that letters are those people see.
    left = [None] * start[1]
    rows = [[*left, *map(_cell, row)] for row in sheet.to_python(skip_empty_area=True)]
    return Grid(name, rows, first=start[0] + 1)


def _cell(value: Any) -> Cell:
    if isinstance(value, float):
        return Decimal(repr(value))
    return None if value == "" else value


def _text(name: str, data: bytes) -> list[Grid]:
    text = _decoded(name, data)
    if text.lstrip()[:1] in ("{", "["):
        return _interconnect(name, text)
    if text.count("\n") > MOST_ROWS:
        raise too_many_rows(name)
    delimiter = _delimiter(text)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [[cell or None for cell in row] for row in reader]
    except csv.Error as error:
        raise Refused(f"{name} is no table: {error}", "save it as CSV in UTF-8") from error
    return [Grid("", rows)]


def _decoded(name: str, data: bytes) -> str:
    encoding = next((one for mark, one in _ENCODINGS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        # What is not Unicode was written by a spreadsheet of the west; names of places alone depend on it.
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise Refused(
            f"{name} is no sheet we can read",
            "hand in .csv, .tsv, .xlsx, .xls or interconnect .json",
        )
    return text


def _delimiter(text: str) -> str:
    """Take what stands equally often in most of the first lines."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    return max(_DELIMITERS, key=lambda sign: _regular(lines, sign), default=",")


def _regular(lines: Sequence[str], sign: str) -> tuple[int, int]:
    counts = [line.count(sign) for line in lines]
    usual = max(set(counts), key=counts.count, default=0)
    return (counts.count(usual) if usual else 0, usual)


def _interconnect(name: str, text: str) -> list[Grid]:
    document = read_json(name, text, "hand in an interconnect document, or a sheet")
    cards = document.get("cards") if isinstance(document, Mapping) else None
    if not isinstance(cards, list):
        raise Refused(
            f"{name} has no cards",
            "an interconnect document has a list cards with fields and rates",
        )
    return [_card(name, place, card, document) for place, card in enumerate(cards)]


def _card(name: str, place: int, card: Any, document: Mapping[str, Any]) -> Grid:
    fields, rates = (
        (card.get("fields"), card.get("rates")) if isinstance(card, Mapping) else (None, None)
    )
    if not isinstance(fields, list) or not isinstance(rates, list):
        raise Refused(
            f"cards[{place}] of {name} has no fields or rates",
            "a card names its fields and has rows of rates",
        )
    used = [
        (at, INTERCONNECT[str(one)]) for at, one in enumerate(fields) if str(one) in INTERCONNECT
    ]
    defaults = card.get("rate") if isinstance(card.get("rate"), Mapping) else {}
    extra = _defaults(defaults, {heading for _, heading in used}, document)
    headings: list[Cell] = [*(heading for _, heading in used), *(heading for heading, _ in extra)]
    rows = [headings]
    for row in rates:
        cells = row if isinstance(row, list) else []
        rows.append([_json_cell(cells, at) for at, _ in used] + [value for _, value in extra])
    return Grid(str(card.get("name") or ""), rows, first=0)


def _defaults(
    defaults: Mapping[str, Any], used: set[str], document: Mapping[str, Any]
) -> list[tuple[str, Cell]]:
    """Give what a card says for all rows at once, as columns of their own."""
    named = (
        ("default_initial", "minimum"),
        ("default_pulse", "increment"),
        ("connection", "connect"),
    )
    found = [
        (heading, _scalar(defaults[key]))
        for key, heading in named
        if key in defaults and heading not in used
    ]
    effective = document.get("effective_date") or document.get("effective")
    if effective and "effective date" not in used:
        found.append(("effective date", str(effective)))
    return found


def _json_cell(cells: Sequence[Any], at: int) -> Cell:
    return _scalar(cells[at]) if at < len(cells) else None


def _scalar(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)
