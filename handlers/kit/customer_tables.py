"""Customers as a table: the columns people hand in, what their rows mean, and the rows we give out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.book import Book
from engine.checks import owner_of
from engine.departure import is_archived
from engine.documents import at_path, to_plain
from engine.edits import Plain
from engine.errors import Problem
from engine.fact_keys import folded
from engine.facts import Index
from handlers.kit.fields import nested
from handlers.kit.tables import HandedIn, TableRow, cell_value, table_text
from handlers.kit.wording import as_typed
from schemas.customer import Customer
from schemas.faults import Fault, parse, quoted
from schemas.fields import Leaf, leaf_fields
from schemas.values import slug, slug_from

LEAVES: Mapping[str, Leaf] = {
    leaf.flag: leaf for leaf in leaf_fields(Customer) if leaf.item is None
}
"""Column -> the field it is for; ``id`` is a column too, and made from the name where it is empty."""

FIRST = ("id", "name", "currency", "status", "channels", "cps", "debit_limit", "tax_percent")
"""The columns every table has; the others come when a customer says something there."""

_ALSO_CALLED = {"tax": "tax_percent", "portal_access": "portal"}
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}")
"""What spreadsheets make of long numbers, with most of their digits lost."""


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A row that can be a customer: where it stands, its id, and what its file says."""

    line: int
    id: str
    content: Mapping[str, Plain]


def known_columns() -> Mapping[str, str]:
    """Give what a column may be called: its name, the path or an old name of the field, what people say -> its name."""
    names = {"id": "id", **_ALSO_CALLED}
    for flag, leaf in LEAVES.items():
        names |= {leaf.path: flag, **dict.fromkeys(leaf.old_names, flag)}
    return names | {flag: flag for flag in LEAVES}


def template_text() -> str:
    """Write a table with one customer to follow."""
    example = {"id": "", "name": "Nordic Voice", "currency": "EUR", "status": "pending_approval"}
    example |= {"channels": "30", "cps": "5", "debit_limit": "250.00", "tax_percent": "20"}
    example |= {"website": "https://www.example.com", "tags": "retail, eu", "notes": "Since 2019."}
    return table_text(tuple(example), [tuple(example.values())])


def customers_text(customers: Iterable[tuple[str, Customer]]) -> str:
    """Write customers as a table that can be handed in again."""
    rows = [{"id": name, **_cells(customer)} for name, customer in customers]
    used = {name for row in rows for name, cell in row.items() if cell}
    columns = (*FIRST, *(name for name in LEAVES if name in used and name not in FIRST))
    return table_text(columns, ([row.get(name, "") for name in columns] for row in rows))


def _cells(customer: Customer) -> dict[str, str]:
    said = to_plain(customer)
    values = {name: at_path(said, leaf.path) for name, leaf in LEAVES.items()}
    # Notes have several lines; everything else is written as it is typed.
    return {
        name: str(value) if name == "notes" and value else as_typed(value, between=", ")
        for name, value in values.items()
    }


# --- what is handed in --------------------------------------------------------------------------------------------


def new_customers(
    table: HandedIn, book: Book
) -> tuple[tuple[NewCustomer, ...], tuple[Problem, ...]]:
    """Give the rows that can be customers, and what is wrong with the others."""
    found: list[NewCustomer] = []
    problems = list(table.problems)
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        customer, wrong = _meant(table, row, book, seen)
        problems += wrong
        found += [customer] if customer else []
    return tuple(found), tuple(problems)


def _meant(
    table: HandedIn, row: TableRow, book: Book, seen: dict[tuple[str, str], int]
) -> tuple[NewCustomer | None, list[Problem]]:
    problems = [*_scientific(table, row)]
    parsed = parse(Customer, _said(row))
    if isinstance(parsed, tuple):
        return None, [*problems, *(_of_fault(table, row, fault) for fault in parsed)]
    name, wrong_id = _id_of(table, row)
    problems += [*wrong_id, *_taken(table, row, name, parsed, book, seen)]
    problems += _wrong_references(table, row, parsed, book)
    if problems:
        return None, problems
    return NewCustomer(row.line, name, to_plain(parsed)), []


def _said(row: TableRow) -> Mapping[str, Plain]:
    """Give what the cells of a row say, as the file of a customer has it."""
    cells = ((LEAVES[name], cell) for name, cell in row.cells.items() if name in LEAVES)
    return nested({leaf.path: cell_value(leaf, cell) for leaf, cell in cells})


def _id_of(table: HandedIn, row: TableRow) -> tuple[str, list[Problem]]:
    given = row.cells.get("id", "")
    if given and slug_from(given) != given:
        hint = f"write for example {slug_from(given) or 'ben-llc'}"
        return "", [_told(table, row, "id", "slug", f"{quoted(given)} is not an id", hint)]
    name = given or slug_from(row.cells.get("name", ""))
    if not name:
        message = "no id can be made from this name"
        return "", [_told(table, row, "id", "slug", message, "give one in latin letters")]
    return slug(name), []


def _taken(
    table: HandedIn,
    row: TableRow,
    name: str,
    customer: Customer,
    book: Book,
    seen: dict[tuple[str, str], int],
) -> Iterator[Problem]:
    """Tell what another row or another customer has already, and no two may share."""
    paypal = customer.billing.paypal_email or ""
    own = {"id": name, "name": folded(customer.name), "paypal_email": folded(paypal)}
    for column, value in own.items():
        before = seen.setdefault((column, value), row.line) if value else row.line
        if before != row.line:
            message = f"line {before} has this {column} already"
            yield _told(table, row, column, "table-double", message, "keep one of them")
    if name and book.has("customer", name):
        message = f"there is a customer {name} already"
        yield _told(
            table, row, "id", "unique-name", message, "leave the row out, or give another id"
        )
    elif name and is_archived(book, name):
        message = f"the id {name} was a deleted customer's and is never used again"
        yield _told(table, row, "id", "archived-id", message, "give another id")
    for column, index in (("name", Index.NAME), ("paypal_email", Index.PAYPAL_EMAIL)):
        for held in book.documents.facts.find(index, own[column]) if own[column] else ():
            message = f"customer {owner_of(held.path)} has this {column} already"
            yield _told(table, row, column, "unique-name", message)


def _wrong_references(
    table: HandedIn, row: TableRow, customer: Customer, book: Book
) -> Iterator[Problem]:
    if customer.account_manager is not None:
        wrong = book.wrong_reference("operator", customer.account_manager)
        if wrong:
            yield _told(table, row, "account_manager", "unknown-reference", *wrong)


def _scientific(table: HandedIn, row: TableRow) -> Iterator[Problem]:
    for column, cell in row.cells.items():
        if _SCIENTIFIC.fullmatch(cell):
            message = f"{quoted(cell)} is what a spreadsheet made of a long number"
            hint = "format the column as text, and write the digits again"
            yield _told(table, row, column, "table-number", message, hint)


def _of_fault(table: HandedIn, row: TableRow, fault: Fault) -> Problem:
    column = column_of(".".join(map(str, fault.pointer)))
    return _told(table, row, column, fault.rule, fault.message, fault.hint)


def column_of(field: str) -> str:
    """Give the column for a dotted field of a customer; empty if no column is about it."""
    for name, leaf in LEAVES.items():
        if field == leaf.path or field.startswith(f"{leaf.path}."):
            return name
    return ""


def _told(
    table: HandedIn, row: TableRow, column: str, rule: str, message: str, hint: str = ""
) -> Problem:
    return table.problem(row.line, column, rule, message, hint, subject=row.cells.get("name", ""))
