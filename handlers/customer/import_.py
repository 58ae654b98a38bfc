"""Import customers from a table: every row is a new customer, all of them in one commit.

The first line names the columns: name and currency at least, and any other field of a customer, as customer export
writes them. With a bad row nothing is imported, unless --skip_bad leaves it out; every bad row is told by its line and
column. --template gives a table to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.draft import make_draft
from engine.edits import CreateDocument
from engine.errors import Invalid, Problem, Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.customer_tables import (
    NewCustomer,
    column_of,
    known_columns,
    new_customers,
    template_text,
)
from handlers.kit.files import UploadedText
from handlers.kit.reply import Button, File, Reply, Text
from handlers.kit.services import Services
from handlers.kit.tables import MOST_TOLD, HandedIn, left_out, read_table
from handlers.kit.wording import few, plural
from schemas.kinds import kind_named
from schemas.operators import Role
from schemas.policy import Need
from schemas.quantities import Switch

MOST = 5_000
"""Customers of one import; more take minutes to be checked, and nobody reads their plan."""


class Args(BaseModel):
    """Which table."""

    model_config = ConfigDict(extra="forbid")

    file: UploadedText | None = Field(
        None, description="The table: CSV with a first line of column names."
    )
    skip_bad: Switch = Field(
        False,
        description="Leave rows out that do not hold, instead of importing nothing.",
        examples=[True],
    )
    template: Switch = Field(
        False, description="Give a table to fill in; nothing is imported.", examples=[True]
    )


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Ask for the table."""
    if args.file is None and not args.template:
        yield FieldError("file", "no table was handed in; for one to fill in: --template")


def run(args: Args, services: Services, actor: Actor) -> Intent | Reply:
    """Make a customer of every row that holds; tell every row that does not."""
    if args.template or args.file is None:
        return _template()
    table = read_table(args.file, known_columns())
    if len(table.rows) > MOST:
        raise Refused(
            f"{table.name} has {len(table.rows)} rows; one import takes {MOST} customers",
            "split it into several files",
        )
    rows, problems = new_customers(table, services.book)
    edits, rows, found = _held(table, rows, services)
    problems = tuple(sorted((*problems, *found), key=lambda problem: problem.sort_key))
    if problems and (not rows or not args.skip_bad):
        raise Invalid(problems)
    if not rows:
        raise Refused(f"{table.name} has no rows", "write one customer a line below the first line")
    return Intent(
        f"Import {plural(len(rows), 'customer')} from {table.name}",
        edits,
        then=(Button("List customers", "customer list", {}),),
        notes=(_named(rows), *left_out(problems)),
        least=Need.CONFIRM,
    )


def _held(
    table: HandedIn, rows: tuple[NewCustomer, ...], services: Services
) -> tuple[tuple[CreateDocument, ...], tuple[NewCustomer, ...], tuple[Problem, ...]]:
    """Try the rows on the book: give the edits of those that hold, those rows, and what is wrong with the others.

    Raises:
        Invalid: something that no row is about stands against all of them.
    """
    fan_out, told = services.book.settings.fan_out, list[Problem]()
    while rows:
        paths = {kind_named("customer").path(row.id, fan_out=fan_out): row for row in rows}
        edits = tuple(CreateDocument(path, row.content) for path, row in paths.items())
        try:
            make_draft(services.book, edits, services.text)
            return edits, rows, tuple(told)
        except Invalid as invalid:
            bad = [(paths[one.path], one) for one in invalid.problems if one.path in paths]
            if not bad:
                raise
            told += [_in_table(table, row, problem) for row, problem in bad]
            lines = {row.line for row, _ in bad}
            rows = tuple(row for row in rows if row.line not in lines)
    return (), (), tuple(told)


def _in_table(table: HandedIn, row: NewCustomer, problem: Problem) -> Problem:
    """Tell a problem of a file at the row and column it comes from."""
    column = column_of(problem.field)
    return table.problem(
        row.line, column, problem.rule, problem.message, problem.hint, subject=row.id
    )


def _named(rows: Sequence[NewCustomer]) -> str:
    return f"{plural(len(rows), 'customer')}: {few([row.id for row in rows], MOST_TOLD)}."


def _template() -> Reply:
    return Reply(
        "A table to fill in: one customer a line.",
        (
            File("customers.csv", "Customers to import", template_text()),
            Text(f"Name and currency are needed. Columns there can be: {_columns()}."),
        ),
    )


def _columns() -> str:
    return ", ".join(sorted(set(known_columns().values())))


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("customer import customers.csv", "customer import --template"),
    positional=("file",),
)
