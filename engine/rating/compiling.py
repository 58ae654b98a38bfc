"""Compiling a rate table: its rows column by column, every value that rows share once, into one block of bytes.

What the bytes are, and how numbers are looked up in them, stands in ``engine.rating.compiled``.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import le
from typing import Any

from engine.rating.compiled import (
    ABSENT,
    ALWAYS,
    COLUMNS,
    HEAD,
    MAGIC,
    PERIOD,
    PRICE,
    VERSION,
    NotCompiledError,
    milliseconds,
    nano,
    steps_of,
)
from engine.rating.prefixes import are_prefixes, ranges
from schemas.dates import instant

CHUNK = 4_096
MOST_STEPS = 0xFFFF
"""How many different lists of steps a price can tell apart, beside none."""


def compile_rates(data: bytes) -> bytes:
    """Compile the bytes of a ``rates.csv`` that holds.

    Raises:
        NotCompiledError: the table does not hold; its checks tell where.
    """
    try:
        return _compiled(data)
    except (ValueError, IndexError, KeyError, UnicodeDecodeError) as error:
        raise NotCompiledError(str(error)) from error


_PRICED = (*COLUMNS, "connect", "minimum_s", "increment_s", "free_s", "grace_s", "status", "steps")


def _compiled(data: bytes) -> bytes:
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    header = next(reader, [])
    if "prefix" not in header:
        raise ValueError("the first line names no column prefix")
    table = _Columns(header)
    # A part at a time, column by column: rows are short-lived, and each value is looked at once.
    while rows := list(islice(reader, CHUNK)):
        table.take(rows)
    if not all(map(le, table.prefixes, islice(table.prefixes, 1, None))):
        table.sort()
    return _packed(table)


class _Columns:
    """A table column by column, every value that rows share kept once and numbered by its first appearance."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self.prefixes: list[str] = []
        self.lines = array("I")
        self.texts: dict[str, int] = {"": 0}
        self.prices: dict[tuple[str, ...], int] = {}
        self.periods: dict[tuple[str, ...], int] = {("", ""): 0}
        self.numbers: tuple[array[int], ...] = tuple(array("I") for _ in range(4))

    def take(self, rows: list[list[str]]) -> None:
        """Take the next rows of the file."""
        first = len(self.lines) + 2
        columns = dict(zip(self._header, zip(*rows, strict=True), strict=True))
        empty = ("",) * len(rows)
        prefixes = columns["prefix"]
        if not are_prefixes(prefixes):
            raise ValueError("a prefix is no digits, or too many")
        self.prefixes.extend(prefixes)
        self.lines.extend(range(first, first + len(rows)))
        prices, periods, names, windows = self.numbers
        priced = zip(*(columns.get(name, empty) for name in _PRICED), strict=True)
        dated = zip(columns.get("from", empty), columns.get("to", empty), strict=True)
        prices.extend(_numbered(self.prices, priced))
        periods.extend(_numbered(self.periods, dated))
        names.extend(_numbered(self.texts, columns.get("name", empty)))
        windows.extend(_numbered(self.texts, columns.get("window", empty)))

    def sort(self) -> None:
        """Bring rows into the order of their prefixes; rows of one prefix keep theirs."""
        order = sorted(range(len(self.prefixes)), key=self.prefixes.__getitem__)
        self.prefixes = [self.prefixes[place] for place in order]
        self.lines = array("I", [self.lines[place] for place in order])
        self.numbers = tuple(array("I", [one[place] for place in order]) for one in self.numbers)

    def firsts(self) -> array[int]:
        """Give where the rows of each prefix begin, and where the last ones end."""
        firsts = array("I", [0] if self.prefixes else [])
        pairs = zip(self.prefixes, islice(self.prefixes, 1, None), strict=False)
        firsts.extend(place for place, (one, other) in enumerate(pairs, start=1) if one != other)
        firsts.append(len(self.prefixes))
        return firsts


def _numbered(known: dict[Any, int], values: Iterable[Any]) -> list[int]:
    return [known.setdefault(value, len(known)) for value in values]


def _packed(table: _Columns) -> bytes:
    firsts = table.firsts()
    prefixes = [table.prefixes[first] for first in firsts[:-1]]
    starts, longest, shorter = ranges(prefixes)
    steps: dict[str, int] = {"": 0}
    priced = b"".join(_price(price, steps) for price in table.prices)
    stepped = array("I", _numbered(table.texts, steps))
    words, offsets = _texts([*table.texts])
    numbers = (firsts, table.lines, *table.numbers, offsets, stepped)
    sections = (
        array("q", starts).tobytes(),
        b"".join(PERIOD.pack(*_period(*period)) for period in table.periods),
        priced,
        array("i", longest).tobytes(),
        array("i", shorter).tobytes(),
        array("B", map(len, prefixes)).tobytes(),
        b"".join(part.tobytes() for part in numbers),
        words,
    )
    padded = [section + bytes(-len(section) % 8) for section in sections]
    counts = (
        len(starts),
        len(table.periods),
        len(table.prices),
        len(prefixes),
        len(table.lines),
        len(table.texts),
        len(steps),
        len(words),
    )
    head = HEAD.pack(MAGIC, VERSION, HEAD.size, *counts)
    return head + b"".join(padded)


def _texts(texts: Sequence[str]) -> tuple[bytes, array[int]]:
    encoded = [text.encode() for text in texts]
    offsets = array("I", [0])
    for one in encoded:
        offsets.append(offsets[-1] + len(one))
    return b"".join(encoded), offsets


def _price(cells: tuple[str, ...], steps: dict[str, int]) -> bytes:
    *prices, connect, minimum, increment, free, grace, status, stepped = cells
    if status not in ("", "allowed", "blocked"):
        raise ValueError(f"status {status!r}")
    steps_of(stepped)
    number = steps.setdefault(stepped, len(steps))
    if number > MOST_STEPS:
        raise ValueError(f"more than {MOST_STEPS:,} different lists of steps")
    return PRICE.pack(
        *(nano(price) if price else ABSENT for price in prices),
        nano(connect) if connect else ABSENT,
        *(int(value) if value else ABSENT for value in (minimum, increment, free, grace)),
        status == "blocked",
        number,
    )


def _period(since: str, until: str) -> tuple[int, int]:
    """Give when a row is in force, [from, to), in milliseconds since 1970 UTC."""
    return (
        milliseconds(instant(since)) if since else ALWAYS[0],
        milliseconds(instant(until)) if until else ALWAYS[1],
    )
