"""A table drawn in lines: columns of equal width, numbers to the right, long cells going on below."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from handlers.kit.reply import Table
from handlers.kit.wording import one_line


def in_lines(table: Table, *, widest: int, line: int = 0, line_of: str = "-") -> list[str]:
    """Draw a table: its head, a rule, its rows; nothing of a cell is left out.

    Where a row is longer than a ``line``, columns have at most ``widest`` characters, the last one what the line has left.
    """
    cells = [tuple(map(one_line, row)) for row in (table.columns, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    between = 2 * (len(widths) - 1)
    if sum(widths) + between > line:
        widths[:-1] = [min(widest, width) for width in widths[:-1]]
        widths[-1] = min(widths[-1], max(widest, line - between - sum(widths[:-1])))
    right = [name in table.numbers for name in table.columns]
    head, *rows = (_row(row, widths, right) for row in cells)
    return [
        *head,
        "  ".join(line_of * width for width in widths),
        *(one for row in rows for one in row),
    ]


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    wrapped = [
        textwrap.wrap(cell, max(width, 1), break_on_hyphens=False) or [""]
        for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        "  ".join(
            part.rjust(width) if is_number else part.ljust(width)
            for part, width, is_number in zip(parts, widths, right, strict=True)
        ).rstrip()
        for parts in zip_longest(*wrapped, fillvalue="")
    ]
