"""Import public numbers from a table: assign them to customers, or put them into stock.

The first line names the columns: ``number``, ``customer``, ``destinations``, ``provider``, ``provider_card`` (or
``card``) and any other field of a number, as ``did export`` writes them. A row without a customer is for ``--customer``, or else
goes into the stock of its provider. A number that is in stock comes out of it, with what is known of it. Nothing is
imported before the plan is confirmed; with a bad row nothing at all, unless ``--skip_bad`` leaves it out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from engine.draft import make_draft
from engine.edits import DocumentEdit, Plain
from engine.errors import Invalid, Problem, Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.files import UploadedText
from handlers.kit.item_lists import NUMBERS
from handlers.kit.item_places import ItemList, place_of
from handlers.kit.items import free_id, rearranged
from handlers.kit.number_rows import Wanted, column_of, wanted_numbers
from handlers.kit.number_tables import known_columns
from handlers.kit.numbers import STOCK
from handlers.kit.reply import Button
from handlers.kit.services import Services
from handlers.kit.tables import MOST_TOLD, HandedIn, left_out, read_table
from handlers.kit.wording import plural
from schemas.operators import Role
from schemas.quantities import Switch
from schemas.values import CustomerRef, slug_from


class Args(BaseModel):
    """Which table, and whose numbers it has."""

    model_config = ConfigDict(extra="forbid")

    file: UploadedText = Field(description="The table: CSV with a first line of column names.")
    customer: CustomerRef | None = Field(
        None, description="Customer of the rows that name none.", examples=["ben-llc"]
    )
    skip_bad: Switch = Field(
        False, description="Leave rows out that do not hold, instead of importing nothing."
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Bring the rows into the files of customers and providers; tell every row that does not hold."""
    table = read_table(args.file, known_columns())
    wanted, problems = wanted_numbers(table, args.customer or "", services.book)
    edits, wanted, found = _held(table, wanted, services)
    problems = tuple(sorted((*problems, *found), key=lambda problem: problem.sort_key))
    if problems and (not wanted or not args.skip_bad):
        raise Invalid(problems)
    if not wanted:
        raise Refused(f"{table.name} has no rows", "write one number a line below the first line")
    return Intent(
        f"Import {plural(len(wanted), 'number')} from {table.name}",
        edits,
        then=_next(wanted),
        notes=(*_counted(wanted), *left_out(problems)),
    )


# --- from rows to edits -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Batch:
    """Numbers that come into one list, and the ids of those that leave it."""

    items: ItemList
    owner: str
    coming: tuple[Wanted, ...]
    leaving: frozenset[str]


def _held(
    table: HandedIn, wanted: tuple[Wanted, ...], services: Services
) -> tuple[tuple[DocumentEdit, ...], tuple[Wanted, ...], tuple[Problem, ...]]:
    """Work the rows out on the book: give the edits of those that hold, those rows, and what is wrong with the others.

    Raises:
        Invalid: something that no row is about stands against all of them.
    """
    told: list[Problem] = []
    while wanted:
        rows: dict[tuple[str, str], Wanted] = {}
        edits = tuple(_edit(batch, rows, services) for batch in _batches(wanted))
        try:
            make_draft(services.book, edits, services.text)
            return edits, wanted, tuple(told)
        except Invalid as invalid:
            found = [(rows.get(_item(problem)), problem) for problem in invalid.problems]
            bad = {row.line for row, _ in found if row is not None}
            if not bad:
                raise
            told += [_in_table(table, row, problem) for row, problem in found if row is not None]
            wanted = tuple(row for row in wanted if row.line not in bad)
    return (), (), tuple(told)


def _batches(wanted: Sequence[Wanted]) -> Iterator[_Batch]:
    """Sort the rows by the list they go into, and what leaves stock by the list it leaves."""
    assigned: dict[str, list[Wanted]] = defaultdict(list)
    stocked: dict[str, list[Wanted]] = defaultdict(list)
    leaving: dict[str, set[str]] = defaultdict(set)
    for row in wanted:
        (assigned[row.customer] if row.customer else stocked[row.provider]).append(row)
        if row.shelf is not None:
            leaving[row.shelf[0]].add(row.shelf[1])
    for customer, rows in assigned.items():
        yield _Batch(NUMBERS, customer, tuple(rows), frozenset())
    for provider in sorted({*stocked, *leaving}):
        coming = tuple(stocked.get(provider, ()))
        yield _Batch(STOCK, provider, coming, frozenset(leaving.get(provider, ())))


def _edit(batch: _Batch, rows: dict[tuple[str, str], Wanted], services: Services) -> DocumentEdit:
    """Give the edit of one list, and note in ``rows`` which of its items a row becomes: (path, item) -> row."""
    items, whose = batch.items, {batch.items.owner.argument: batch.owner}
    place = place_of(items, whose, services)
    ids = [str(item.get("id")) for item in place.listed]
    leaving = [spot for spot, name in enumerate(ids) if name in batch.leaving]
    coming: list[Mapping[str, Plain]] = []
    for row in batch.coming:
        name = row.id or free_id(slug_from(row.number), ids)
        ids.append(name)
        spot = len(place.listed) - len(leaving) + len(coming)
        rows[place.path, f"{items.key}.{spot}"] = row
        coming.append({"id": name, **row.item})
    return rearranged(items, whose, place, services.book, coming=coming, leaving=leaving)


def _item(problem: Problem) -> tuple[str, str]:
    """Name the item of a list that a problem is about: its path and ``dids.3``."""
    return problem.path, ".".join(problem.field.split(".")[:2])


def _in_table(table: HandedIn, row: Wanted, problem: Problem) -> Problem:
    """Tell a problem of a file at the row and column it comes from."""
    inside = tuple(int(part) if part.isdecimal() else part for part in problem.field.split("."))
    return table.problem(
        row.line,
        column_of(inside[2:]),
        problem.rule,
        problem.message,
        problem.hint,
        subject=row.number,
    )


# --- what the plan says -------------------------------------------------------------------------------------------


def _counted(wanted: Sequence[Wanted]) -> Iterator[str]:
    """Say how many numbers go where, and how many come out of stock."""
    into = Counter(row.customer for row in wanted)
    in_stock = into.pop("", 0)
    parts = [f"{number} to {customer}" for customer, number in into.most_common(MOST_TOLD)]
    more = len(into) - MOST_TOLD
    parts += [f"the others to {plural(more, 'customer')} more"] if more > 0 else []
    parts += [f"{in_stock} into stock"] if in_stock else []
    yield f"{plural(len(wanted), 'number')}: {', '.join(parts)}."
    taken = sum(row.shelf is not None for row in wanted)
    if taken:
        yield f"{taken} of them out of stock, with what is known of them there."


def _next(wanted: Sequence[Wanted]) -> tuple[Button, ...]:
    customers = {row.customer for row in wanted}
    only = (
        {"customer": next(iter(customers))} if len(customers) == 1 and "" not in customers else {}
    )
    return (Button("List numbers", "did list", only),)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "did import numbers.csv",
        "did import numbers.csv --customer ben-llc --skip_bad yes",
    ),
)
