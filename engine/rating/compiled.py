"""A rate table compiled for looking numbers up: one block of bytes that a file can hold and a map can open at once.

What a row says is kept as it says it: an empty cell stays empty and takes the default of the card when it is used, so
that a change of the card's header compiles nothing anew. Rows of one prefix stand together, whatever their dates and
windows; a prefix without a row in force gives way to the next shorter one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import struct
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from itertools import islice
from operator import le
from typing import Any

from engine.rating.charge import NANO, Step
from engine.rating.prefixes import are_prefixes, code_of, digits_of, ranges
from schemas.dates import instant

VERSION = 1
CHUNK = 4_096
_MAGIC = b"trunkline-rates\0"
_HEAD = struct.Struct("<16sII8Q")
_PRICE = struct.Struct("<5qqiiiiHH")
_PERIOD = struct.Struct("<qq")
_ABSENT = -1
ALWAYS = (-(2**62), 2**62)

COLUMNS: tuple[str, ...] = ("rate", "inter", "intra", "local", "zone")
"""The price columns, in the order in which a compiled price holds them."""


class NotCompiledError(ValueError):
    """Bytes that are no compiled rates of this version, or a table that does not hold."""


@dataclass(frozen=True, slots=True)
class PricedRow:
    """A row as its table says it; None is an empty cell. Money in nano-units, ``line`` counted from 1."""

    prefix: str
    name: str
    line: int
    blocked: bool
    prices: Mapping[str, int]
    connect: int | None
    minimum_s: int | None
    increment_s: int | None
    free_s: int | None
    grace_s: int | None
    period: tuple[int, int]
    window: str
    steps: tuple[Step, ...]


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
    if len(steps) > 0xFFFF:
        raise ValueError("more than 65,535 different lists of steps")
    stepped = array("I", _numbered(table.texts, steps))
    words, offsets = _texts([*table.texts])
    numbers = (firsts, table.lines, *table.numbers, offsets, stepped)
    sections = (
        array("q", starts).tobytes(),
        b"".join(_PERIOD.pack(*_period(*period)) for period in table.periods),
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
    head = _HEAD.pack(_MAGIC, VERSION, _HEAD.size, *counts)
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
    return _PRICE.pack(
        *(nano(price) if price else _ABSENT for price in prices),
        nano(connect) if connect else _ABSENT,
        *(int(value) if value else _ABSENT for value in (minimum, increment, free, grace)),
        status == "blocked",
        steps.setdefault(stepped, len(steps)),
    )


def nano(text: str) -> int:
    """Give nano-units of a plain decimal text.

    Raises:
        ValueError: it has more than nine decimals, or is no number.
    """
    whole, _, part = text.partition(".")
    if len(part) > 9 or not (whole + part).isdigit():
        raise ValueError(f"{text!r} is no amount of at most nine decimals")
    return int(whole or "0") * NANO + int(part.ljust(9, "0"))


def steps_of(text: str) -> tuple[Step, ...]:
    """Read the steps of a row: ``60:0.01/60/30;300:0.005`` is 0.01 per 60 s in steps of 30 s from second 60 on.

    ``per_s`` of a step that says none is 0: it is the card's.

    Raises:
        ValueError: the text is no list of steps in the order of their positions.
    """
    steps = tuple(_step(part) for part in text.split(";") if part.strip())
    places = [step.from_s for step in steps]
    if places != sorted(set(places)):
        raise ValueError(f"the positions of {text!r} do not rise")
    return steps


def _step(text: str) -> Step:
    place, _, price = text.strip().partition(":")
    rate, _, rest = price.partition("/")
    per, _, increment = rest.partition("/")
    step = Step(int(place), nano(rate), int(per or 0), int(increment or 1))
    if step.from_s < 0 or (per and step.per_s < 1) or step.increment_s < 1:
        raise ValueError(f"{text!r} is no step")
    return step


def _period(since: str, until: str) -> tuple[int, int]:
    """Give when a row is in force, [from, to), in milliseconds since 1970 UTC."""
    return (
        milliseconds(instant(since)) if since else ALWAYS[0],
        milliseconds(instant(until)) if until else ALWAYS[1],
    )


def milliseconds(moment: datetime) -> int:
    """Give an instant in milliseconds since 1970 UTC."""
    return int(moment.timestamp() * 1000)


class CompiledRates:
    """Compiled rates, read where they lie; safe for several threads."""

    def __init__(self, buffer: bytes | memoryview) -> None:
        """Open compiled rates; nothing is copied.

        Raises:
            NotCompiledError: these are no compiled rates of this version.
        """
        view = memoryview(buffer)
        if len(view) < _HEAD.size or bytes(view[:16]) != _MAGIC:
            raise NotCompiledError("these bytes are no compiled rates")
        _, version, _, *counts = _HEAD.unpack_from(view)
        if version != VERSION:
            raise NotCompiledError(f"compiled rates of version {version}, not {VERSION}")
        ranges_, periods, prices, groups, rows, texts, steps, words = counts
        sections = _sections(
            view,
            (
                ranges_ * 8,
                periods * _PERIOD.size,
                prices * _PRICE.size,
                ranges_ * 4,
                groups * 4,
                groups,
                4 * ((groups + 1) + 5 * rows + (texts + 1) + steps),
                words,
            ),
        )
        self._starts = sections[0].cast("q")
        self._period_data, self._price_data = sections[1], sections[2]
        self._longest, self._shorter = sections[3].cast("i"), sections[4].cast("i")
        self._lengths = sections[5]
        self._words = sections[7]
        numbers = iter(
            _split(
                sections[6].cast("I"),
                (groups + 1, rows, rows, rows, rows, rows, texts + 1, steps),
            )
        )
        self._firsts, self._lines, self._prices, self._periods = (next(numbers) for _ in range(4))
        self._names, self._windows, self._offsets, self._steps = (next(numbers) for _ in range(4))
        self.rows, self.prefixes = rows, groups

    def place(self, number: str) -> int:
        """Give the place of the longest prefix a number begins with, -1 if none, whatever is in force."""
        return self._longest[bisect_right(self._starts, code_of(number)) - 1]

    def find(
        self, number: str, at_ms: int, windows: Mapping[str, int] | None = None
    ) -> PricedRow | None:
        """Give the row of the longest prefix that has one in force; ``windows`` are those open, with their weights.

        A row without a window is always open and lightest of all.
        """
        group = self.place(number)
        while group >= 0:
            row = self._in_force(group, at_ms, windows or {})
            if row is not None:
                return self._row(number[: self._lengths[group]], row)
            group = self._shorter[group]
        return None

    def candidates(self, number: str) -> Iterator[PricedRow]:
        """Give every row of every prefix a number begins with, longest prefix first."""
        group = self.place(number)
        while group >= 0:
            for row in range(self._firsts[group], self._firsts[group + 1]):
                yield self._row(number[: self._lengths[group]], row)
            group = self._shorter[group]

    # --- all of them -------------------------------------------------------------------------------------------------

    @cached_property
    def ranges(self) -> tuple[Sequence[int], Sequence[int]]:
        """The numbers cut into ranges: first code of each, in order, and the place of its longest prefix (-1: none)."""
        return self._starts, self._longest

    @cached_property
    def every_prefix(self) -> tuple[str, ...]:
        """Every prefix, in the order of text; its place is what ``place`` gives for it."""
        first: dict[int, int] = {}
        for start, group in zip(self._starts, self._longest, strict=True):
            first.setdefault(group, start)
        lengths = self._lengths
        return tuple(digits_of(first[group], lengths[group]) for group in range(self.prefixes))

    def next_shorter(self, group: int) -> int:
        """Give the place of the next shorter prefix that a prefix begins with, -1 if none."""
        return self._shorter[group]

    def places_of(self, group: int) -> range:
        """Give the places of the rows of a prefix."""
        return range(self._firsts[group], self._firsts[group + 1])

    def line_of(self, row: int) -> int:
        """Give the line of a row in its file, counted from 1."""
        return self._lines[row]

    def group_of(self, row: int) -> int:
        """Give the place of the prefix of a row."""
        return bisect_right(self._firsts, row) - 1

    def length_of(self, row: int) -> int:
        """Give how many digits the prefix of a row has."""
        return self._lengths[self.group_of(row)]

    def head_of(self, group: int) -> tuple[int, str]:
        """Give how many digits a prefix has, and the name its first row has."""
        return self._lengths[group], self._text(self._names[self._firsts[group]])

    def always(self, group: int) -> int:
        """Give the row of a prefix if it has no other and that counts always, else -1."""
        row = self._firsts[group]
        alone = self._firsts[group + 1] - row == 1
        return row if alone and not self._periods[row] and not self._windows[row] else -1

    def period(self, row: int) -> tuple[int, int]:
        """Give when a row is in force, [from, to), in milliseconds since 1970 UTC."""
        number = self._periods[row]
        since, until = _PERIOD.unpack_from(self._period_data, number * _PERIOD.size)
        return (since, until) if number else ALWAYS

    def window_of(self, row: int) -> str:
        """Give the window of a row, empty for always."""
        return self._text(self._windows[row]) if self._windows[row] else ""

    @cached_property
    def windows(self) -> frozenset[str]:
        """The windows that rows name."""
        return frozenset(self._text(number) for number in set(self._windows) if number)

    @property
    def price_numbers(self) -> Sequence[int]:
        """The number of the price of every row: rows of the same cells share one."""
        return self._prices

    def price_number(self, row: int) -> int:
        """Give a number that rows share which cost the same: in prices, terms, status and steps."""
        return self._prices[row]

    def row(self, place: int) -> PricedRow:
        """Give a row by its place."""
        return self._row(self.every_prefix[self.group_of(place)], place)

    def in_force(self, at_ms: int, windows: Mapping[str, int] | None = None) -> list[int]:
        """Give the row that counts in each of the ``ranges`` at an instant, -1 where none does."""
        counting: list[int] = []
        firsts, periods, named = self._firsts, self._periods, self._windows
        for group, shorter in enumerate(self._shorter):
            first = firsts[group]
            if firsts[group + 1] - first > 1 or periods[first] or named[first]:
                found = self._in_force(group, at_ms, windows or {})
                first = found if found is not None else counting[shorter] if shorter >= 0 else -1
            counting.append(first)
        counting.append(-1)  # the place of no prefix is -1
        return [counting[group] for group in self._longest]

    def _in_force(self, group: int, at_ms: int, windows: Mapping[str, int]) -> int | None:
        best, heaviest = None, -2
        for row in range(self._firsts[group], self._firsts[group + 1]):
            period = self._periods[row]
            if period:
                since, until = _PERIOD.unpack_from(self._period_data, period * _PERIOD.size)
                if not since <= at_ms < until:
                    continue
            window = self._windows[row]
            weight = windows.get(self._text(window), -2) if window else -1
            if weight > heaviest:
                best, heaviest = row, weight
        return best

    def _row(self, prefix: str, row: int) -> PricedRow:
        *prices, connect, minimum, increment, free, grace, blocked, steps = _PRICE.unpack_from(
            self._price_data, self._prices[row] * _PRICE.size
        )
        text = self._text(self._steps[steps]) if steps else ""
        return PricedRow(
            prefix,
            self._text(self._names[row]),
            self._lines[row],
            bool(blocked),
            {name: price for name, price in zip(COLUMNS, prices, strict=True) if price >= 0},
            None if connect < 0 else connect,
            None if minimum < 0 else minimum,
            None if increment < 0 else increment,
            None if free < 0 else free,
            None if grace < 0 else grace,
            _PERIOD.unpack_from(self._period_data, self._periods[row] * _PERIOD.size),
            self._text(self._windows[row]),
            steps_of(text) if text else (),
        )

    def _text(self, place: int) -> str:
        return bytes(self._words[self._offsets[place] : self._offsets[place + 1]]).decode()


def _sections(view: memoryview, sizes: Sequence[int]) -> list[memoryview]:
    found, at = [], _HEAD.size
    for size in sizes:
        if at + size > len(view):
            raise NotCompiledError("the compiled rates end too early")
        found.append(view[at : at + size])
        at += size + (-size % 8)
    return found


def _split(view: memoryview, sizes: Collection[int]) -> Iterator[memoryview]:
    at = 0
    for size in sizes:
        yield view[at : at + size]
        at += size


@cache
def code_digest() -> str:
    """Name the form of compiled rates, for the name of a file that keeps some."""
    return hashlib.sha256(f"{VERSION} {_PRICE.format}".encode()).hexdigest()[:8]
