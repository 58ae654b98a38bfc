"""A rate table compiled for looking numbers up: one block of bytes that a file can hold and a map can open at once.

What a row says is kept as it says it: an empty cell stays empty and takes the default of the card when it is used, so
that a change of the card's header compiles nothing anew. Rows of one prefix stand together, whatever their dates and
windows; a prefix without a row in force gives way to the next shorter one.
"""

from __future__ import annotations

import hashlib
import struct
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from engine.rating.charge import NANO, Step
from engine.rating.prefixes import code_of, digits_of

VERSION = 1
MAGIC = b"trunkline-rates\0"
HEAD = struct.Struct("<16sII8Q")
PRICE = struct.Struct("<5qqiiiiHH")
PERIOD = struct.Struct("<qq")
ABSENT = -1
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
        if len(view) < HEAD.size or bytes(view[:16]) != MAGIC:
            raise NotCompiledError("these bytes are no compiled rates")
        _, version, _, *counts = HEAD.unpack_from(view)
        if version != VERSION:
            raise NotCompiledError(f"compiled rates of version {version}, not {VERSION}")
        ranges_, periods, prices, groups, rows, texts, steps, words = counts
        sections = _sections(
            view,
            (
                ranges_ * 8,
                periods * PERIOD.size,
                prices * PRICE.size,
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
        since, until = PERIOD.unpack_from(self._period_data, number * PERIOD.size)
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
                since, until = PERIOD.unpack_from(self._period_data, period * PERIOD.size)
                if not since <= at_ms < until:
                    continue
            window = self._windows[row]
            weight = windows.get(self._text(window), -2) if window else -1
            if weight > heaviest:
                best, heaviest = row, weight
        return best

    def _row(self, prefix: str, row: int) -> PricedRow:
        *prices, connect, minimum, increment, free, grace, blocked, steps = PRICE.unpack_from(
            self._price_data, self._prices[row] * PRICE.size
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
            PERIOD.unpack_from(self._period_data, self._periods[row] * PERIOD.size),
            self._text(self._windows[row]),
            steps_of(text) if text else (),
        )

    def _text(self, place: int) -> str:
        return bytes(self._words[self._offsets[place] : self._offsets[place + 1]]).decode()


def _sections(view: memoryview, sizes: Sequence[int]) -> list[memoryview]:
    found, at = [], HEAD.size
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
    return hashlib.sha256(f"{VERSION} {PRICE.format}".encode()).hexdigest()[:8]
