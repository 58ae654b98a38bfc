"""Tables people hand in and take away: CSV whose first line names the columns.

What is wrong with a table is told by the line of the file and the column a person sees. A table we write can be opened in
a spreadsheet without any cell being run as a formula, and handed in again as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process

from engine.edits import Plain
from engine.errors import Invalid, Problem
from handlers.kit.files import UploadedText
from handlers.kit.wording import plural, split_items
from schemas.faults import quoted
from schemas.fields import Leaf, Shape

RULES: Mapping[str, str] = {
    "table-header": "The first line of a table names columns the command knows, each once.",
    "table-row": "A row of a table has as many cells as the first line, and quotes that end.",
    "table-double": "Two rows of a table do not share what is unique.",
    "table-number": "Numbers in a table have all their digits, not the short form of spreadsheets.",
}
"""Rules of tables that are handed in: id -> what it says."""

MOST_ROWS = 20_000
"""Rows of one table; more take minutes to be checked, and nobody reads their plan."""

MOST_TOLD = 10
"""How many rows a plan tells one by one."""

_SEPARATORS = ",;\t"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: ``line`` counts from 1, the first line of the file; ``cells`` maps columns to text, empty ones left out."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A table as it was read: its columns in their order, the rows that read, the problems of the others."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...] = field(default=())

    def problem(
        self, line: int, column: str, rule: str, message: str, hint: str = "", *, subject: str = ""
    ) -> Problem:
        """Tell of something wrong in a cell; ``subject`` names what the row is about."""
        return Problem(
            path=self.name,
            line=line,
            column=self.columns.index(column) + 1 if column in self.columns else 1,
            document=subject,
            field=column,
            rule=rule,
            message=message,
            hint=hint,
        )


def read_table(file: UploadedText, known: Mapping[str, str]) -> HandedIn:
    """Read a table. ``known`` maps what a column may be called to its name: ``{"did": "number", "number": "number"}``.

    Commas, semicolons or tabs stand between cells, whichever the first line has most of. Case and blanks in names of
    columns do not matter. A row that does not read is a problem and no row.

    Raises:
        Invalid: the first line does not name columns, so that no row can be read.
    """
    separator = max(_SEPARATORS, key=file.text.partition("\n")[0].count)
    lines = _lines(file.text, separator)
    first, header = next(lines, (1, []))
    columns = tuple(known.get(_folded(cell), _folded(cell)) for cell in header)
    table = HandedIn(file.name, columns, ())
    wrong = tuple(_header_problems(table, header, known))
    if wrong:
        raise Invalid(wrong)
    rows: list[TableRow] = []
    problems: list[Problem] = []
    try:
        for line, cells in lines:
            if len(cells) != len(columns):
                problems.append(_uneven(table, line, cells))
            else:
                pairs = zip(columns, map(_bare, cells), strict=True)
                rows.append(TableRow(line, {name: cell for name, cell in pairs if cell}))
    except csv.Error as error:
        line = rows[-1].line + 1 if rows else first + 1
        problems.append(_torn(table, line, error))
    if len(rows) > MOST_ROWS:
        said = f"the table has {len(rows)} rows; the most is {MOST_ROWS}"
        raise Invalid([table.problem(first, "", "table-row", said, "split it into several files")])
    return HandedIn(file.name, columns, tuple(rows), tuple(problems))


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Give every line that says something with its number; a cell in quotes may go over several."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield start, cells
        start = reader.line_num + 1


def _folded(name: str) -> str:
    return "_".join(name.strip().casefold().replace("-", " ").replace("_", " ").split())


def _bare(cell: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from running a cell."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and _would_run(text) else text


def _would_run(cell: str) -> bool:
    """Whether a spreadsheet would run a cell, once the apostrophes in front are gone."""
    return cell.lstrip("'").startswith(_STARTS_FORMULA)


def _header_problems(
    table: HandedIn, header: Sequence[str], known: Mapping[str, str]
) -> Iterator[Problem]:
    names = sorted(set(known.values()))
    for place, (cell, name) in enumerate(zip(header, table.columns, strict=True)):
        if name not in names:
            near = process.extractOne(name, names, score_cutoff=60)
            hint = f"did you mean {near[0]}?" if near else f"columns are {', '.join(names)}"
            message = f"{quoted(cell)} is no column of this table"
        elif name in table.columns[:place]:
            message, hint = f"the column {name} is there twice", "keep one of them"
        else:
            continue
        yield Problem(
            path=table.name,
            column=place + 1,
            field=name,
            rule="table-header",
            message=message,
            hint=hint,
        )


def _uneven(table: HandedIn, line: int, cells: Sequence[str]) -> Problem:
    return table.problem(
        line,
        "",
        "table-row",
        f"the row has {len(cells)} cells, and the first line {len(table.columns)}",
        "put cells that hold a separator in double quotes",
        subject=cells[0] if cells else "",
    )


def _torn(table: HandedIn, line: int, error: csv.Error) -> Problem:
    return table.problem(
        line, "", "table-row", f"from here on it is no table: {error}", "close the quotes"
    )


_SWITCHES = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def cell_value(leaf: Leaf, cell: str) -> Plain:
    """Read a cell as the value of a field: lists have commas or semicolons, maps ``name=value``, switches yes or no."""
    if leaf.shape is Shape.ONE:
        return _SWITCHES.get(cell.casefold(), cell) if isinstance(leaf.default, bool) else cell
    items = split_items(cell.replace(";", ","))
    if leaf.shape is Shape.LIST:
        return items
    return {name.strip(): value.strip() for name, _, value in (one.partition("=") for one in items)}


def left_out(problems: Iterable[Problem], *, most: int = MOST_TOLD) -> Iterator[str]:
    """Name the rows that a plan leaves out, with what is wrong with each."""
    lines = {problem.line: problem for problem in reversed(list(problems))}
    if lines:
        yield f"{plural(len(lines), 'row')} left out:"
    for line, problem in sorted(lines.items())[:most]:
        column = f", {problem.field}" if problem.field else ""
        yield f"line {line}{column}: {problem.message}"
    if len(lines) > most:
        yield f"and {plural(len(lines) - most, 'row')} more"


def table_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; a cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _would_run(cell) else cell
