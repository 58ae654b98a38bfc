"""Editing rate tables by key, every other byte kept, and their canonical form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.edits import DeleteRow, InsertRow, RowEdit, SetRow
from engine.errors import Invalid, Refused, Severity
from engine.rate_cells import cell_text, cells_of, content_of, spans_of
from engine.rate_reading import BOM, read_table
from engine.rate_table import KEY_COLUMNS, Key, RateTable, instant_key, named
from schemas.faults import quoted
from schemas.rate_card import RATE_COLUMNS


def edit_table(path: str, data: bytes, edits: Sequence[RowEdit]) -> bytes:
    """Apply edits in order; lines that no edit touches keep every byte.

    Raises:
        Invalid: the table cannot be taken apart.
        Refused: a row is not there, is there already, or has no such column.
    """
    table = read_table(path, data)
    torn = [problem for problem in table.torn if problem.severity is Severity.ERROR]
    if torn:
        raise Invalid(torn)
    editing = _Editing(table)
    for edit in edits:
        editing.apply(edit)
    text = "".join(editing.lines)
    return (BOM if table.has_bom else b"") + text.encode()


class _Editing:
    """The lines of a table while they are edited; ``keys`` runs beside ``lines`` from the second line on."""

    def __init__(self, table: RateTable) -> None:
        self._table = table
        self.lines = list(table.lines)
        self._keys = [row.key for row in table.rows]

    def apply(self, edit: RowEdit) -> None:
        """Apply one edit."""
        key = (edit.prefix, edit.window, instant_key(edit.since))
        match edit:
            case SetRow():
                self._set(self._row(key), edit.cells)
            case InsertRow():
                self._insert(key, edit)
            case DeleteRow():
                place = self._row(key)
                del self.lines[place + 1], self._keys[place]

    def _row(self, key: Key) -> int:
        places = self._places(key)
        if not places:
            raise Refused(
                f"{self._table.path} has no row {named(key)}", "name a prefix and start it has"
            )
        if len(places) > 1:
            raise Refused(
                f"{self._table.path} has {len(places)} rows {named(key)}",
                "remove all but one by hand first",
            )
        return places[0]

    def _places(self, key: Key) -> list[int]:
        return [place for place, one in enumerate(self._keys) if one == key]

    def _set(self, place: int, cells: Mapping[str, str]) -> None:
        for name in KEY_COLUMNS:
            if name in cells:
                raise Refused(f"{name} is part of what a row is known by", "insert another row")
        line = self.lines[place + 1]
        content = content_of(line)
        spans = spans_of(content) or []
        old = cells_of(content)
        places = {self._column(name): cell for name, cell in cells.items()}
        for at in sorted(places, reverse=True):
            if old[at] != places[at]:
                start, end = spans[at]
                content = content[:start] + cell_text(places[at]) + content[end:]
        self.lines[place + 1] = content + line[len(content_of(line)) :]

    def _insert(self, key: Key, edit: InsertRow) -> None:
        if self._places(key):
            raise Refused(f"{self._table.path} has a row {named(key)} already", "set its cells")
        given = {**edit.cells, "prefix": edit.prefix, "window": edit.window, "from": edit.since}
        for name, cell in given.items():
            if cell:
                self._column(name)
        row = ",".join(cell_text(given.get(name, "")) for name in self._table.columns)
        place = self._spot(key)
        newline = self._table.newline
        last = self.lines[place]
        if last.endswith("\n"):
            self.lines.insert(place + 1, row + newline)
        else:
            self.lines[place] = last + newline
            self.lines.insert(place + 1, row)
        self._keys.insert(place, key)

    def _spot(self, key: Key) -> int:
        """Before the first row that comes later; in a table out of order too."""
        return next((at for at, one in enumerate(self._keys) if one > key), len(self._keys))

    def _column(self, name: str) -> int:
        if name not in self._table.columns:
            known = ", ".join(self._table.columns)
            raise Refused(
                f"{self._table.path} has no column {quoted(name)}",
                f"it has {known}" + ("; add the column by hand" if name in RATE_COLUMNS else ""),
            )
        return self._table.columns.index(name)


def format_table(path: str, data: bytes) -> bytes:
    """Give the canonical form: columns and rows in order, quotes only where needed, LF, no byte order mark.

    Raises:
        Invalid: the table cannot be taken apart.
    """
    table = read_table(path, data)
    if any(problem.severity is Severity.ERROR for problem in table.torn):
        raise Invalid(table.torn)
    order = [table.columns.index(name) for name in RATE_COLUMNS if name in table.columns]
    rows = sorted(table.rows, key=lambda row: row.key)
    lines = [",".join(table.columns[place] for place in order)]
    lines += [",".join(cell_text(row.cells[place]) for place in order) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()
