"""Lines and cells of a rate table: taking a line apart, what each column may hold, and how a cell is written."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from engine.rating.compiled import steps_of
from schemas.dates import instant
from schemas.faults import fault, quoted
from schemas.quantities import PositiveMoney, Rate, Seconds
from schemas.rate_card import RATE_COLUMNS, Increment
from schemas.scalars import Scalar
from schemas.values import Slug, clean_text, identifier_type

PRICES = ("rate", "inter", "intra", "local", "zone")
"""Columns with a price."""

# Most prices, told without asking the type; it says what is wrong with the others.
_PRICE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,9})?\Z")
_DIGITS = re.compile(r"[0-9]{1,18}\Z")
_CELL = re.compile(r'(?:"(?:[^"]|"")*"|[^",]*)(?=,|\Z)')


# --- lines ---------------------------------------------------------------------------------------------------------


def content_of(line: str) -> str:
    """Give a line without its end."""
    return line.removesuffix("\n").removesuffix("\r")


def cells_of(content: str) -> list[str]:
    """Give the cells of a line whose quotes are right."""
    return next(csv.reader([content]), [""]) if '"' in content else content.split(",")


def spans_of(content: str) -> list[tuple[int, int]] | None:
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


# --- cells ---------------------------------------------------------------------------------------------------------


def is_prefix(cell: str) -> bool:
    """Whether a cell is a prefix: 1 to 18 digits."""
    return _DIGITS.match(cell) is not None


def fault_in(name: str, cell: str) -> tuple[str, str] | None:
    """Say what is wrong with a cell of a column and what would be right."""
    if name == "prefix":
        if is_prefix(cell):
            return None
        told = f"{quoted(cell)} is no prefix" if cell else "the prefix is empty"
        return told, "write 1 to 18 digits"
    if not cell or (name in PRICES and _PRICE.match(cell)):
        return None
    if cell != cell.strip():
        return f"{quoted(cell)} has blanks around it", "remove them"
    try:
        _readers()[name].validate_python(cell)
    except ValidationError as error:
        context = error.errors(include_url=False)[0].get("ctx", {})
        return str(context.get("message", "")), str(context.get("hint", ""))
    return None


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
        **dict.fromkeys(PRICES, Rate),
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
