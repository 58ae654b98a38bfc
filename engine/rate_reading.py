"""Reading a rate table strictly, with everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import compress, islice, pairwise
from operator import eq, le

from engine.errors import Problem, Severity
from engine.rate_cells import PRICES, cells_of, content_of, fault_in, is_prefix, spans_of
from engine.rate_table import RateTable, Row, instant_key, named
from engine.rating.prefixes import are_prefixes
from schemas.faults import quoted
from schemas.rate_card import RATE_COLUMNS

TOLD = 1_000
"""How many problems of one table are told one by one."""
BOM = b"\xef\xbb\xbf"


def table_problems(path: str, data: bytes) -> tuple[Problem, ...]:
    """Give everything wrong with a rate table, in the order of its lines."""
    found = sorted(read_table(path, data).problems, key=lambda problem: problem.sort_key)
    if len(found) <= TOLD:
        return tuple(found)
    last = found[TOLD - 1]
    more = Problem(
        path=path,
        line=last.line,
        column=last.column,
        document=last.document,
        field="rates",
        rule=last.rule,
        message=f"there are {len(found) - TOLD:,} more problems in this table",
        hint="mend those above first",
    )
    return (*found[:TOLD], more)


def read_table(path: str, data: bytes) -> RateTable:
    """Read a rate table; whatever is wrong with it is among its problems."""
    table = RateTable(path, has_bom=data.startswith(BOM))
    text = _decoded(table, data.removeprefix(BOM))
    if text is None:
        return table
    # Only these two ends of lines count: a cell may hold other separators of lines, which are control characters.
    table.lines = re.findall(r"[^\n]*\n|[^\n]+\Z", text)
    if table.has_bom:
        table.tell(
            "rates-encoding",
            "the file begins with a byte order mark",
            "save it as UTF-8 without one, or run: config fmt",
            line=1,
            severity=Severity.WARNING,
        )
    if _read_header(table):
        _read_rows(table)
        _check_keys(table)
    return table


def _decoded(table: RateTable, data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        start = before.rfind(b"\n") + 1
        table.lines = [""]
        table.tell(
            "rates-encoding",
            f"the byte 0x{data[error.start]:02X} is no UTF-8 text",
            "save the file as UTF-8",
            line=before.count(b"\n") + 1,
        )
        column = len(before[start:].decode("utf-8", "replace")) + 1
        table.problems.append(replace(table.problems.pop(), column=column))
        return None


def _read_header(table: RateTable) -> bool:
    first = content_of(table.lines[0]) if table.lines else ""
    names = tuple(cells_of(first)) if first and spans_of(first) is not None else ()
    table.columns = names
    hint = f"the columns are {', '.join(RATE_COLUMNS)}"
    if not names:
        table.lines = table.lines or [""]
        table.tell("rates-header", "the first line names no columns", hint, line=1)
        return False
    before = len(table.problems)
    for place, name in enumerate(names):
        if name not in RATE_COLUMNS:
            table.tell(
                "rates-header", f"there is no column {quoted(name)}", hint, line=1, cell=place
            )
        elif name in names[:place]:
            table.tell(
                "rates-header", f"the column {name} is named twice", "keep one", line=1, cell=place
            )
    if names[0] != "prefix":
        table.tell("rates-header", "the first column is not prefix", "put it first", line=1)
    if not any(name in names for name in PRICES):
        table.tell("rates-header", "there is no column with a price", "add the column rate", line=1)
    return len(table.problems) == before


def _read_rows(table: RateTable) -> None:
    """Take the lines apart, then look at each column: text that occurs often is looked at once."""
    lines, rows = _taken_apart(table)
    columns = dict(zip(table.columns, zip(*rows, strict=True), strict=True)) if rows else {}
    wrong = _check_cells(table, lines, columns) | _check_rows(table, lines, rows, columns)
    empty = ("",) * len(rows)
    starts = [instant_key(text) for text in columns["from"]] if "from" in columns else empty
    keys = zip(columns.get("prefix", empty), columns.get("window", empty), starts, strict=True)
    table.rows = list(map(Row, lines, keys, rows))
    if wrong:
        table.rows = [row for row in table.rows if row.line not in wrong or is_prefix(row.key[0])]


def _taken_apart(table: RateTable) -> tuple[Sequence[int], list[list[str]]]:
    """Give the cells of every row that has as many as the first line has names, and the line of each."""
    width = len(table.columns)
    contents = list(map(content_of, islice(table.lines, 1, None)))
    if not any('"' in line for line in table.lines):
        rows = [content.split(",") for content in contents]
        if all(len(cells) == width for cells in rows):
            return range(2, len(rows) + 2), rows
    lines: list[int] = []
    even: list[list[str]] = []
    for place, content in enumerate(contents, start=1):
        cells = content.split(",") if '"' not in content else _quoted_cells(table, place, content)
        if cells is None:
            continue
        if len(cells) == width:
            lines.append(place + 1)
            even.append(cells)
        else:
            _tell_width(table, place + 1, cells, width)
    return lines, even


def _quoted_cells(table: RateTable, place: int, content: str) -> list[str] | None:
    if spans_of(content) is None:
        table.tell(
            "rates-quotes",
            "a quote is not closed on this line, or stands inside a cell",
            'write the cell in quotes and double those inside it: "a ""b"" c"',
            line=place + 1,
        )
        return None
    return cells_of(content)


def _tell_width(table: RateTable, line: int, cells: Sequence[str], width: int) -> None:
    if cells == [""]:
        table.tell("rates-columns", "the line is empty", "remove it", line=line)
        return
    table.tell(
        "rates-columns",
        f"the row has {len(cells)} cells, and the first line names {width} columns",
        "a cell that holds a comma stands in quotes",
        line=line,
    )


def _check_cells(
    table: RateTable, lines: Sequence[int], columns: Mapping[str, Sequence[str]]
) -> set[int]:
    """Look at every cell; gives the lines with a wrong one."""
    wrong: set[int] = set()
    for at, (name, cells) in enumerate(columns.items()):
        if name == "prefix" and are_prefixes(cells):
            continue
        faults = {cell: fault for cell in set(cells) if (fault := fault_in(name, cell))}
        if not faults:
            continue
        for line, cell in zip(lines, cells, strict=True):
            if cell in faults:
                table.tell("rates-value", *faults[cell], line=line, cell=at)
                wrong.add(line)
    return wrong


def _check_rows(
    table: RateTable,
    lines: Sequence[int],
    rows: Sequence[Sequence[str]],
    columns: Mapping[str, Sequence[str]],
) -> set[int]:
    """Look at what the cells of a row say together; gives the lines where that cannot be."""
    together = [columns[name] for name in _TOGETHER if name in columns]
    told = tuple(name for name in _TOGETHER if name in columns)
    faults = {
        cells: fault
        for cells in set(zip(*together, strict=True))
        if (fault := _fault_in_row(dict(zip(told, cells, strict=True))))
    }
    if not faults:
        return set()
    wrong: set[int] = set()
    for line, cells in zip(lines, zip(*together, strict=True), strict=True):
        if fault := faults.get(cells):
            table.tell("rates-value", *fault[1:], line=line, cell=table.columns.index(fault[0]))
            wrong.add(line)
    return wrong


_TOGETHER = ("rate", "inter", "intra", "status", "from", "to")
"""Columns whose cells of a row say something together."""


def _fault_in_row(row: Mapping[str, str]) -> tuple[str, str, str] | None:
    priced = row.get("rate") or (row.get("inter") and row.get("intra"))
    if not priced and row.get("status") != "blocked":
        return "rate", "the row has no price", "write one, or status blocked"
    since, until = row.get("from", ""), row.get("to", "")
    if since and until and instant_key(until) <= instant_key(since):
        told = f"the row ends at {until}, not after it starts"
        return "to", told, "write a later instant, or remove the row"
    return None


def _check_keys(table: RateTable) -> None:
    """Look at rows beside each other: their order, their doubles, and rows of one prefix in force together."""
    ordered = table.rows
    keys = [row.key for row in ordered]
    if not all(map(le, keys, islice(keys, 1, None))):
        above, below = next(pair for pair in pairwise(ordered) if pair[1].key < pair[0].key)
        table.tell(
            "rates-order",
            f"{below.key[0]} stands below {above.key[0]}",
            "run: config fmt",
            line=below.line,
            cell=0,
            severity=Severity.WARNING,
        )
        ordered = sorted(ordered, key=lambda row: (row.key, row.line))
    prefixes = [row.key[0] for row in ordered]
    alike = map(eq, prefixes, islice(prefixes, 1, None))
    # Few rows stand below another of their prefix, and only those are looked at.
    places = compress(range(1, len(ordered)), alike)
    _check_times(table, [(ordered[place - 1], ordered[place]) for place in places])


def _check_times(table: RateTable, neighbours: Iterable[tuple[Row, Row]]) -> None:
    """Look at neighbours of one prefix: no two begin together, or are in force together in one window."""
    until = table.columns.index("to") if "to" in table.columns else -1

    def reach(row: Row) -> tuple[str, int]:
        """Give the end of what is in force by a row, and its line."""
        return (instant_key(row.cells[until]) if until >= 0 else "") or "~", row.line

    last: Row | None = None
    furthest = ("", 0)
    for above, row in neighbours:
        if above is not last:
            furthest = reach(above)
        if above.key == row.key:
            table.tell(
                "rates-duplicate",
                f"{named(row.key)} is there already, in line {above.line}",
                "keep one of them",
                line=row.line,
                cell=0,
            )
        elif row.key[:2] == above.key[:2] and row.key[2] < furthest[0]:
            table.tell(
                "rates-overlap",
                f"the row in line {furthest[1]} is still in force when this one starts",
                "end that one when this one starts",
                line=row.line,
                cell=0,
            )
        own = reach(row)
        furthest = own if row.key[:2] != above.key[:2] or own[0] > furthest[0] else furthest
        last = row
