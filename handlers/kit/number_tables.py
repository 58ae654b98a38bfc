"""Public numbers as a table: the columns people hand in, and the rows we give out. The two are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.documents import at_path
from handlers.kit.numbers import Held
from handlers.kit.tables import table_text
from handlers.kit.wording import as_typed
from schemas.dids import DID
from schemas.fields import Leaf, leaf_fields
from schemas.stock import StockNumber

LEAVES: Mapping[str, Leaf] = {leaf.flag: leaf for leaf in leaf_fields(DID) if leaf.item is None}
"""Column -> the field of a DID it is for; ``customer`` says whose the number is."""

STOCK_LEAVES = frozenset(leaf.flag for leaf in leaf_fields(StockNumber))
"""Columns that a number without a customer can have."""

FIRST = (
    "customer",
    "number",
    "id",
    "destinations",
    "provider",
    "provider_card",
    "customer_card",
    "cost",
    "retail",
    "package",
    "tags",
)
"""The columns every table has, as people look for them; the others come when a number says something there."""

_ALSO_CALLED = {"card": "provider_card", "destination": "destinations"}


def known_columns() -> Mapping[str, str]:
    """Give what a column may be called: its name, old names of the field, and what people say -> its name."""
    names = {"customer": "customer", **_ALSO_CALLED}
    for flag, leaf in LEAVES.items():
        names |= {flag: flag, **dict.fromkeys(leaf.old_names, flag)}
    return names


def number_table_text(numbers: Sequence[Held]) -> str:
    """Write numbers as a table."""
    rows = [_cells(held) for held in numbers]
    used = {name for row in rows for name, cell in row.items() if cell}
    columns = (*FIRST, *(name for name in LEAVES if name in used and name not in FIRST))
    return table_text(columns, ([row.get(name, "") for name in columns] for row in rows))


def _cells(held: Held) -> dict[str, str]:
    said = held.plain()
    values = {name: at_path(said, leaf.path) for name, leaf in LEAVES.items()}
    cells = {name: as_typed(value, between=", ") for name, value in values.items()}
    return {**cells, "customer": held.customer, "provider": held.provider}
