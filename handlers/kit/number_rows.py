"""What the rows of a table of public numbers mean, and everything that is wrong with them, by line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.book import Book
from engine.checks import owner_of
from engine.documents import to_plain
from engine.edits import Plain
from engine.errors import Problem
from engine.inbound import holder_of
from handlers.kit.fields import nested
from handlers.kit.number_tables import LEAVES, STOCK_LEAVES
from handlers.kit.numbers import out_of_stock, stocked
from handlers.kit.tables import HandedIn, TableRow, cell_value
from schemas.dids import DID
from schemas.faults import Fault, parse, quoted
from schemas.stock import StockNumber

_NO_ID_YET = "later"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that can be a number: ``item`` is what is written of it but for its id, which is ``id`` if the row says one.

    ``customer`` is empty for a number that goes into stock. ``shelf`` names the provider in whose stock an assigned
    number is now, and its id there.
    """

    line: int
    customer: str
    provider: str
    item: Mapping[str, Plain]
    id: str
    shelf: tuple[str, str] | None = None

    @property
    def number(self) -> str:
        """The number itself."""
        return str(self.item["number"])


def wanted_numbers(
    table: HandedIn, customer: str, book: Book
) -> tuple[tuple[Wanted, ...], tuple[Problem, ...]]:
    """Give the rows that can be numbers, and what is wrong with the others.

    ``customer`` is for rows that name none; empty: those go into stock.
    """
    wanted: list[Wanted] = []
    problems = list(table.problems)
    first: dict[str, int] = {}
    for row in table.rows:
        number = row.cells.get("number", "").removeprefix("+")
        if number in first:
            message = f"the number {number} is in line {first[number]} too"
            problems.append(_told(table, row, "number", "duplicate-did", message, "keep one"))
            continue
        if number:
            first[number] = row.line
        found, wrong = _meant(table, row, row.cells.get("customer", customer), book)
        problems += wrong
        wanted += [found] if found else []
    return tuple(wanted), tuple(problems)


def _meant(
    table: HandedIn, row: TableRow, customer: str, book: Book
) -> tuple[Wanted | None, list[Problem]]:
    held = stocked(book, row.cells.get("number", ""))
    problems = [*_wrong_owner(table, row, customer, book), *_taken(table, row, customer, book)]
    known = _out_of_stock(*held) if held and customer else {}
    item = {**known, **_said(row)}
    provider = str(item.get("provider", ""))
    if not customer:
        problems += _not_for_stock(table, row)
        item = {name: value for name, value in item.items() if name in StockNumber.model_fields}
    parsed = parse(DID if customer else StockNumber, {"id": _NO_ID_YET, **item})
    if isinstance(parsed, tuple):
        return None, [*problems, *(_of_fault(table, row, fault) for fault in parsed)]
    if problems:
        return None, problems
    plain = {name: value for name, value in to_plain(parsed).items() if name != "id"}
    shelf = (held[0], held[1].id) if held and customer else None
    return Wanted(row.line, customer, provider, plain, row.cells.get("id", ""), shelf), []


def _said(row: TableRow) -> dict[str, Plain]:
    """Give what the cells of a row say, as the file of a number has it."""
    cells = ((LEAVES[name], cell) for name, cell in row.cells.items() if name in LEAVES)
    return nested({leaf.path: cell_value(leaf, cell) for leaf, cell in cells if leaf.flag != "id"})


def _out_of_stock(provider: str, number: StockNumber) -> dict[str, Plain]:
    said = to_plain(number)
    return {name: said.get(name, provider) for name in out_of_stock(provider, number)}


# --- what is wrong ------------------------------------------------------------------------------------------------


def _wrong_owner(table: HandedIn, row: TableRow, customer: str, book: Book) -> Iterator[Problem]:
    """Tell of a customer, or of a provider whose stock is meant, that is not there."""
    kind, name = ("customer", customer) if customer else ("provider", row.cells.get("provider", ""))
    wrong = book.wrong_reference(kind, name) if name else None
    if wrong:
        yield _told(table, row, kind, "unknown-reference", *wrong)
    if not name:
        hint = "name the provider in whose stock the number goes, or a customer"
        yield _told(table, row, "provider", "missing-field", "a value is required here", hint)


def _taken(table: HandedIn, row: TableRow, customer: str, book: Book) -> Iterator[Problem]:
    """Tell of a number that somebody has, or that comes from another provider than the row says."""
    holder = holder_of(book, row.cells.get("number", ""))
    if holder is None:
        return
    path, _, provider, entry = holder
    said = row.cells.get("provider", provider)
    if isinstance(entry, DID):
        message = f"customer {owner_of(path)} has the number already"
        hint = "leave the row out, or release the number there first"
        yield _told(table, row, "number", "duplicate-did", message, hint)
    elif not customer:
        message = f"the number is in the stock of {provider} already"
        hint = "leave the row out, or name a customer for it"
        yield _told(table, row, "number", "duplicate-did", message, hint)
    elif said != provider:
        message = f"the number is in the stock of {provider}, not of {quoted(said)}"
        yield _told(table, row, "provider", "duplicate-did", message, "leave the cell empty")


def _not_for_stock(table: HandedIn, row: TableRow) -> Iterator[Problem]:
    for name in row.cells:
        if name in LEAVES and name not in STOCK_LEAVES and name != "provider":
            message = f"a number without a customer has no {name.replace('_', ' ')}"
            yield _told(
                table, row, name, "unknown-field", message, "name the customer, or empty it"
            )


def _of_fault(table: HandedIn, row: TableRow, fault: Fault) -> Problem:
    column = column_of(fault.pointer)
    return _told(table, row, column, fault.rule, fault.message, fault.hint)


def column_of(pointer: tuple[str | int, ...]) -> str:
    """Give the column for a place in a number; empty if no column is about it."""
    for name, leaf in LEAVES.items():
        if pointer[: len(leaf.pointer)] == leaf.pointer:
            return name
    return ""


def _told(
    table: HandedIn, row: TableRow, column: str, rule: str, message: str, hint: str = ""
) -> Problem:
    number = row.cells.get("number", "")
    return table.problem(row.line, column, rule, message, hint, subject=number)
