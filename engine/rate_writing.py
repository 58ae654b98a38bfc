"""Writing a rate table: rows put in and dropped, and every byte of the others as it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from engine.rate_cells import cell_text
from engine.rate_table import KEY_COLUMNS, Key, RateTable
from schemas.rate_card import RATE_COLUMNS


def rewritten(
    table: RateTable, put: Mapping[Key, Mapping[str, str]], dropped: Collection[Key] = ()
) -> bytes:
    """Write a table with other rows put in and some dropped, in order; all other lines keep every byte.

    A column that no row had so far is added where it belongs; then every line is written anew.
    """
    needed = {name for cells in put.values() for name in cells}
    needed |= {name for key in put for name, cell in zip(KEY_COLUMNS, key, strict=True) if cell}
    columns = table.columns or ("prefix", "name", "rate")
    added = [name for name in needed if name not in columns]
    newline = table.newline
    if added:
        columns = tuple(name for name in RATE_COLUMNS if name in {*columns, *added})
        places = [table.columns.index(name) if name in table.columns else -1 for name in columns]
        lines = {
            row.key: _line([row.cells[at] if at >= 0 else "" for at in places]) + newline
            for row in table.rows
        }
    else:
        lines = {row.key: table.lines[row.line - 1] for row in table.rows}
    for key, cells in put.items():
        keyed = dict(zip(KEY_COLUMNS, key, strict=True))
        named_cells = {**cells, **keyed}
        lines[key] = _line([named_cells.get(name, "") for name in columns]) + newline
    for key in dropped:
        lines.pop(key, None)
    written = [lines[key] for key in sorted(lines)]
    if written and not all(line.endswith("\n") for line in written):
        written = [line if line.endswith("\n") else line + newline for line in written]
    return "".join([",".join(columns) + newline, *written]).encode()


def _line(cells: Sequence[str]) -> str:
    """Write a row; hardly any has a cell that needs quotes, and a look at the whole line tells."""
    line = ",".join(cells)
    is_plain = '"' not in line and line.count(",") < len(cells) and line.isprintable()
    if is_plain and ", " not in line and " ," not in line and line == line.strip():
        return line
    return ",".join(map(cell_text, cells))
