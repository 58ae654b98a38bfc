"""Rate tables: rates.csv read strictly, with everything that is wrong with it.

A row is known by its prefix and the instant it starts at. One line is one row. What the columns mean stands in
``schemas.rate_card``, what a cell may hold in ``rate_cells``; what a row costs is the business of rating.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from engine.errors import Problem, Severity
from engine.rate_cells import (
    PRICES,
    cell_text,
    cells_of,
    content_of,
    fault_in,
    is_prefix,
    spans_of,
)
from schemas.dates import instant
from schemas.faults import quoted
from schemas.rate_card import RATE_COLUMNS
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

TOLD = 1_000
"""How many problems of one table are told one by one."""
Key: TypeAlias = tuple[str, str, str]
"""Prefix, time window and start of a row, the start an instant in UTC, both empty for always: ordered as rows are."""

_PLACE = re.compile(
    r"rate-cards/(?P<id>" + SLUG_PATTERN.removeprefix("^").removesuffix("$") + r")/rates\.csv\Z"
)
BOM = b"\xef\xbb\xbf"
KEY_COLUMNS = ("prefix", "window", "from")
"""Columns that make the key of a row, in its order."""

_STRUCTURE = frozenset({"rates-encoding", "rates-header", "rates-quotes", "rates-columns"})


def rate_table_at(path: str) -> str | None:
    """Give the id of the card whose rates stand at ``path``, None if no rates have their place there."""
    found = _PLACE.match(path)
    return found["id"] if found else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file. ``line`` counts from 1."""

    line: int
    key: Key
    cells: Sequence[str]


@dataclass(slots=True)
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
        pairs = zip(self.columns, row.cells, strict=True)
        return {name: cell for name, cell in pairs if cell and name not in KEY_COLUMNS}

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
        """Note a problem at a line, or at a cell of it; problems beyond ``TOLD`` are only counted."""
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


# --- reading -------------------------------------------------------------------------------------------------------


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
    width = len(table.columns)
    lines: list[int] = []
    rows: list[list[str]] = []
    for place in range(1, len(table.lines)):
        content = content_of(table.lines[place])
        cells = content.split(",") if '"' not in content else _quoted_cells(table, place, content)
        if cells is None:
            continue
        if len(cells) == width:
            lines.append(place + 1)
            rows.append(cells)
        else:
            _tell_width(table, place + 1, cells, width)
    wrong = _check_cells(table, lines, rows) | _check_rows(table, lines, rows)
    start, window = (
        table.columns.index(name) if name in table.columns else -1 for name in ("from", "window")
    )
    for line, cells in zip(lines, rows, strict=True):
        since = cells[start] if start >= 0 else ""
        during = cells[window] if window >= 0 else ""
        if line not in wrong or is_prefix(cells[0]):
            key = (cells[0], during, instant_key(since) if since else "")
            table.rows.append(Row(line, key, cells))


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


def _check_cells(table: RateTable, lines: Sequence[int], rows: Sequence[Sequence[str]]) -> set[int]:
    """Look at every cell; gives the lines with a wrong one."""
    wrong: set[int] = set()
    for at, (name, cells) in enumerate(zip(table.columns, zip(*rows, strict=True), strict=False)):
        faults = {cell: fault for cell in set(cells) if (fault := fault_in(name, cell))}
        if not faults:
            continue
        for line, cell in zip(lines, cells, strict=True):
            if cell in faults:
                table.tell("rates-value", *faults[cell], line=line, cell=at)
                wrong.add(line)
    return wrong


def _check_rows(table: RateTable, lines: Sequence[int], rows: Sequence[Sequence[str]]) -> set[int]:
    """Look at what the cells of a row say together; gives the lines where that cannot be."""
    columns = {name: place for place, name in enumerate(table.columns)}
    rate, until = columns.get("rate", -1), columns.get("to", -1)
    wrong: set[int] = set()
    for line, cells in zip(lines, rows, strict=True):
        if (rate >= 0 and cells[rate]) and not (until >= 0 and cells[until]):
            continue
        row = dict(zip(table.columns, cells, strict=True))
        if fault := _fault_in_row(row):
            table.tell("rates-value", *fault[1:], line=line, cell=columns.get(fault[0], 0))
            wrong.add(line)
    return wrong


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
    rows = table.rows
    in_order = True
    for before, row in pairwise(rows):
        if row.key < before.key:
            in_order = False
            table.tell(
                "rates-order",
                f"{row.key[0]} stands below {before.key[0]}",
                "run: config fmt",
                line=row.line,
                cell=0,
                severity=Severity.WARNING,
            )
            break
    ordered = rows if in_order else sorted(rows, key=lambda row: (row.key, row.line))
    until = table.columns.index("to") if "to" in table.columns else -1
    reach = (("", ""), "", 0)  # prefix and window, end of what is in force so far, its line
    above: Row | None = None
    for row in ordered:
        ends = (instant_key(row.cells[until]) if until >= 0 else "") or "~"
        if above is not None and above.key == row.key:
            table.tell(
                "rates-duplicate",
                f"{named(row.key)} is there already, in line {above.line}",
                "keep one of them",
                line=row.line,
                cell=0,
            )
        elif row.key[:2] == reach[0] and row.key[2] < reach[1]:
            table.tell(
                "rates-overlap",
                f"the row in line {reach[2]} is still in force when this one starts",
                "end that one when this one starts",
                line=row.line,
                cell=0,
            )
        if row.key[:2] != reach[0] or ends > reach[1]:
            reach = (row.key[:2], ends, row.line)
        above = row


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


_EDGE_BLANK = re.compile(r"(?:^|,)\s|\s(?:,|$)")


def write_table(
    path: str,
    current: bytes | None,
    rows: Mapping[Key, Mapping[str, str]],
    touched: Collection[Key],
) -> bytes:
    """Write a table of these rows in order; lines of rows that are not ``touched`` keep every byte.

    A column that no row had so far is added where it belongs; then every line is written anew.
    """
    table = read_table(path, current) if current is not None else RateTable(path)
    return rewritten(table, rows, touched)


def rewritten(
    table: RateTable, rows: Mapping[Key, Mapping[str, str]], touched: Collection[Key]
) -> bytes:
    """Do what ``write_table`` does with a table that is read already."""
    needed = {name for key in touched for name in rows[key]}
    needed |= {name for key in touched for name, cell in zip(KEY_COLUMNS, key, strict=True) if cell}
    columns = table.columns or ("prefix", "name", "rate")
    added = [name for name in needed if name not in columns]
    if added:
        columns = tuple(name for name in RATE_COLUMNS if name in {*columns, *added})
    newline = table.newline
    kept = {} if added else {row.key: table.lines[row.line - 1] for row in table.rows}
    lines = [",".join(columns) + newline]
    for key in sorted(rows):
        line = kept.get(key) if key not in touched else None
        if line is None:
            line = _line(columns, rows[key], key) + newline
        lines.append(line if line.endswith("\n") else line + newline)
    return "".join(lines).encode()


def _line(columns: Sequence[str], row: Mapping[str, str], key: Key) -> str:
    prefix, window, since = key
    named = {"prefix": prefix, "window": window, "from": since}
    cells = [named[name] if name in named else row.get(name, "") for name in columns]
    line = ",".join(cells)
    # Hardly any line has a cell that needs quotes, and a look at the whole line tells.
    if '"' in line or line.count(",") >= len(columns) or "\n" in line or "\r" in line:
        return ",".join(map(cell_text, cells))
    if _EDGE_BLANK.search(line):
        return ",".join(map(cell_text, cells))
    return line
