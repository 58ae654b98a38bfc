"""Rate tables: rates.csv read strictly, edited by key with every other byte kept, and told apart row by row.

A row is known by its prefix and the instant it starts at. One line is one row. What the columns mean stands in
``schemas.rate_card``; what a row costs is the business of rating.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from engine.edits import DeleteRow, InsertRow, RowEdit, SetRow
from engine.errors import Invalid, Problem, Refused, Severity
from engine.plan import Action, Change
from engine.rating.compiled import steps_of
from schemas.base import DocumentKind
from schemas.dates import instant
from schemas.faults import fault, quoted
from schemas.quantities import PositiveMoney, Rate, Seconds
from schemas.rate_card import RATE_COLUMNS, Increment
from schemas.scalars import Scalar
from schemas.values import SLUG_PATTERN, Slug, clean_text, identifier_type

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
SHOWN = 500
"""How many changed rows a plan shows one by one."""

Key: TypeAlias = tuple[str, str, str]
"""Prefix, time window and start of a row, the start an instant in UTC, both empty for always: ordered as rows are."""

_PLACE = re.compile(
    r"rate-cards/(?P<id>" + SLUG_PATTERN.removeprefix("^").removesuffix("$") + r")/rates\.csv\Z"
)
_BOM = b"\xef\xbb\xbf"
_KEY = ("prefix", "window", "from")
_PRICES = ("rate", "inter", "intra", "local", "zone")
# Most prices, told without asking the type; it says what is wrong with the others.
_PRICE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,9})?\Z")
_DIGITS = re.compile(r"[0-9]{1,18}\Z")
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

    def values(self, row: Row) -> dict[str, str]:
        """Give what a row says besides its key: column -> text, empty cells left out."""
        pairs = zip(self.columns, row.cells, strict=True)
        return {name: cell for name, cell in pairs if cell and name not in _KEY}

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
            spans = _spans(_content(self.lines[line - 1])) or []
            column = spans[cell][0] + 1 if cell < len(spans) else 1
            name = self.columns[cell] if cell < len(self.columns) else ""
            prefix = _cells(_content(self.lines[line - 1]) or "")[0]
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
    table = RateTable(path, has_bom=data.startswith(_BOM))
    text = _decoded(table, data.removeprefix(_BOM))
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
    first = _content(table.lines[0]) if table.lines else ""
    names = tuple(_cells(first)) if first and _spans(first) is not None else ()
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
    if not any(name in names for name in _PRICES):
        table.tell("rates-header", "there is no column with a price", "add the column rate", line=1)
    return len(table.problems) == before


def _read_rows(table: RateTable) -> None:
    """Take the lines apart, then look at each column: text that occurs often is looked at once."""
    width = len(table.columns)
    lines: list[int] = []
    rows: list[list[str]] = []
    for place in range(1, len(table.lines)):
        content = _content(table.lines[place])
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
        if line not in wrong or _DIGITS.match(cells[0]):
            key = (cells[0], during, instant_key(since) if since else "")
            table.rows.append(Row(line, key, cells))


def _quoted_cells(table: RateTable, place: int, content: str) -> list[str] | None:
    if _spans(content) is None:
        table.tell(
            "rates-quotes",
            "a quote is not closed on this line, or stands inside a cell",
            'write the cell in quotes and double those inside it: "a ""b"" c"',
            line=place + 1,
        )
        return None
    return _cells(content)


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
        faults = {cell: fault for cell in set(cells) if (fault := _fault_in(name, cell))}
        if not faults:
            continue
        for line, cell in zip(lines, cells, strict=True):
            if cell in faults:
                table.tell("rates-value", *faults[cell], line=line, cell=at)
                wrong.add(line)
    return wrong


def _fault_in(name: str, cell: str) -> tuple[str, str] | None:
    """Say what is wrong with a cell of a column and what would be right."""
    if name == "prefix":
        if _DIGITS.match(cell):
            return None
        told = f"{quoted(cell)} is no prefix" if cell else "the prefix is empty"
        return told, "write 1 to 18 digits"
    if not cell or (name in _PRICES and _PRICE.match(cell)):
        return None
    if cell != cell.strip():
        return f"{quoted(cell)} has blanks around it", "remove them"
    try:
        _readers()[name].validate_python(cell)
    except ValidationError as error:
        context = error.errors(include_url=False)[0].get("ctx", {})
        return str(context.get("message", "")), str(context.get("hint", ""))
    return None


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


def _status(value: object) -> str:
    text = str(value)
    if text not in ("allowed", "blocked"):
        raise fault("choice", f"{quoted(text)} is not a status", "write allowed or blocked")
    return text


@cache
def _readers() -> dict[str, TypeAdapter[Any]]:
    types: dict[str, Any] = {
        "prefix": Annotated[str, identifier_type(18, "^[0-9]{1,18}$", "a prefix")],
        "name": Annotated[str, Scalar(_name, {})],
        **dict.fromkeys(_PRICES, Rate),
        "minimum_s": Seconds,
        "increment_s": Increment,
        "connect": PositiveMoney,
        "free_s": Seconds,
        "grace_s": Seconds,
        "status": Annotated[str, Scalar(_status, {})],
        "from": Annotated[Any, Scalar(instant, {})],
        "to": Annotated[Any, Scalar(instant, {})],
        "window": Slug,
        "steps": Annotated[str, Scalar(_steps, {})],
    }
    return {name: TypeAdapter(types[name]) for name in RATE_COLUMNS}


def _steps(value: object) -> str:
    text = str(value)
    try:
        steps_of(text)
    except ValueError:
        raise fault(
            "text-format",
            f"{quoted(text)} is no list of steps",
            "write second:rate/per/increment in the order of seconds, for example 60:0.01/60/30;300:0.005",
        ) from None
    return text


def _name(value: object) -> str:
    return clean_text(str(value), longest=200)


# --- lines and cells -----------------------------------------------------------------------------------------------


def _content(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")


def _cells(content: str) -> list[str]:
    return next(csv.reader([content]), [""]) if '"' in content else content.split(",")


_CELL = re.compile(r'(?:"(?:[^"]|"")*"|[^",]*)(?=,|\Z)')


def _spans(content: str) -> list[tuple[int, int]] | None:
    """Give where each cell of a line starts and ends, quotes included; None if the quotes are wrong."""
    spans: list[tuple[int, int]] = []
    at = 0
    while True:
        found = _CELL.match(content, at)
        if found is None:
            return None
        spans.append(found.span())
        if found.end() == len(content):
            return spans
        at = found.end() + 1


def cell_text(cell: str) -> str:
    """Write a cell, in quotes only if it needs them."""
    if any(sign in cell for sign in ',"\r\n') or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell


# --- editing -------------------------------------------------------------------------------------------------------


def edit_table(path: str, data: bytes, edits: Sequence[RowEdit]) -> bytes:
    """Apply edits in order; lines that no edit touches keep every byte.

    Raises:
        Invalid: the table cannot be taken apart.
        Refused: a row is not there, is there already, or has no such column.
    """
    table = read_table(path, data)
    broken = [
        problem
        for problem in table.problems
        if problem.rule in _STRUCTURE and problem.severity is Severity.ERROR
    ]
    if broken:
        raise Invalid(broken)
    editing = _Editing(table)
    for edit in edits:
        editing.apply(edit)
    text = "".join(editing.lines)
    return (_BOM if table.has_bom else b"") + text.encode()


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
        for name in _KEY:
            if name in cells:
                raise Refused(f"{name} is part of what a row is known by", "insert another row")
        line = self.lines[place + 1]
        content = _content(line)
        spans = _spans(content) or []
        old = _cells(content)
        places = {self._column(name): cell for name, cell in cells.items()}
        for at in sorted(places, reverse=True):
            if old[at] != places[at]:
                start, end = spans[at]
                content = content[:start] + cell_text(places[at]) + content[end:]
        self.lines[place + 1] = content + line[len(_content(line)) :]

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
    broken = [problem for problem in table.problems if problem.rule in _STRUCTURE]
    if any(problem.severity is Severity.ERROR for problem in broken):
        raise Invalid(broken)
    order = [table.columns.index(name) for name in RATE_COLUMNS if name in table.columns]
    rows = sorted(table.rows, key=lambda row: row.key)
    lines = [",".join(table.columns[place] for place in order)]
    lines += [",".join(cell_text(row.cells[place]) for place in order) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


# --- what a change means -------------------------------------------------------------------------------------------


def diff_table(path: str, before: bytes | None, after: bytes | None) -> tuple[Change, ...]:
    """Compare two versions of a rate table row by row; None stands for no table.

    More than ``SHOWN`` changed rows are told as one change that counts them.
    """
    old, new = (rows_of(path, data) for data in _differing(before, after))
    changes = [
        change
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
        for change in _row_changes(path, key, old.get(key), new.get(key))
    ]
    if len(changes) <= SHOWN:
        return tuple(changes)
    document = rate_table_at(path) or ""
    return (
        Change(
            path,
            DocumentKind.RATE_CARD,
            document,
            "rates",
            Action.CHANGED,
            _counted(before),
            _counted(after),
        ),
    )


def rows_of(path: str, data: bytes | None) -> dict[Key, dict[str, str]]:
    """Give what each row says besides its key; None stands for no table."""
    if data is None:
        return {}
    table = read_table(path, data)
    return {row.key: table.values(row) for row in table.rows}


def _differing(before: bytes | None, after: bytes | None) -> tuple[bytes | None, bytes | None]:
    """Leave out the lines that two tables of the same columns have in common."""
    if before is None or after is None:
        return before, after
    old, new = before.splitlines(), after.splitlines()
    if old[:1] != new[:1]:
        return before, after
    known, wanted = set(old), set(new)
    return (
        b"\n".join([*old[:1], *(line for line in old[1:] if line not in wanted)]),
        b"\n".join([*new[:1], *(line for line in new[1:] if line not in known)]),
    )


def _counted(data: bytes | None) -> str:
    """Count rows, with a digest of the bytes, so that a plan stands for exactly these."""
    if data is None:
        return "no table"
    count = max(len(data.splitlines()) - 1, 0)
    return f"{count:,} rows ({hashlib.sha256(data).hexdigest()[:12]})"


def _row_changes(
    path: str, key: Key, old: Mapping[str, str] | None, new: Mapping[str, str] | None
) -> Iterator[Change]:
    document, where = rate_table_at(path) or "", f"rates[{named(key)}]"
    if old is None or new is None:
        action = Action.ADDED if old is None else Action.REMOVED
        yield Change(path, DocumentKind.RATE_CARD, document, where, action, old, new)
        return
    for name in RATE_COLUMNS:
        if old.get(name) != new.get(name):
            action = (
                Action.ADDED
                if name not in old
                else Action.REMOVED
                if name not in new
                else Action.CHANGED
            )
            yield Change(
                path,
                DocumentKind.RATE_CARD,
                document,
                f"{where}.{name}",
                action,
                old.get(name),
                new.get(name),
            )
