"""What counts for a prefix from an instant on: one piece of time after the other, each with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, TypeVar

from engine.rating.compiled import CompiledRates

Value = TypeVar("Value")
Other = TypeVar("Other")

Line: TypeAlias = tuple[tuple[int, Value], ...]
"""When something begins to count, in milliseconds since 1970 UTC, and what; in order, the first at the instant looked from."""

NO_ROW = -1


class Timelines:
    """Which row of compiled rates counts when, from an instant on, while certain windows are open."""

    def __init__(
        self, rates: CompiledRates, at_ms: int, windows: Mapping[str, int] | None = None
    ) -> None:
        """Look from ``at_ms`` on; ``windows`` are those open all the time, with their weights."""
        self.rates = rates
        self._at = at_ms
        self._windows = windows or {}
        self._nothing: Line[int] = ((at_ms, NO_ROW),)
        self._known: dict[int, Line[int]] = {-1: self._nothing}

    def of(self, number: str) -> Line[int]:
        """Give the rows that count for a number; where no row of the longest prefix does, a shorter one."""
        return self.of_group(self.rates.place(number))

    def of_group(self, group: int) -> Line[int]:
        """Give the rows that count for numbers whose longest prefix has this place."""
        known = self._known.get(group)
        if known is None:
            always = self.rates.always(group)
            if always >= 0:
                known = self._known[group] = ((self._at, always),)
                return known
            below = self.of_group(self.rates.next_shorter(group))
            known = self._known[group] = self._laid_over(below, group)
        return known

    def own(self, group: int, window: str | None = None) -> Line[int]:
        """Give the rows of a prefix alone; of one window (empty: of none), if one is named."""
        return self._laid_over(self._nothing, group, window)

    def _laid_over(self, below: Line[int], group: int, only: str | None = None) -> Line[int]:
        """Lay the rows of a prefix over what counts without them; of several windows the heaviest counts."""
        line = below
        for row in sorted(self.rates.places_of(group), key=self._weight):
            window = self.rates.window_of(row)
            if only is None and window and window not in self._windows:
                continue
            since, until = self.rates.period(row)
            if until > self._at and only in (None, window):
                line = laid(line, max(since, self._at), until, row)
        return line

    def _weight(self, row: int) -> tuple[int, int]:
        """Of two of the same weight the upper row counts, so it is laid last."""
        window = self.rates.window_of(row)
        return (self._windows.get(window, 0) if window else -1), -row


def laid(line: Line[Value], since: int, until: int, value: Value) -> Line[Value]:
    """Put a value over a stretch of time, [since, until)."""
    if since <= line[0][0] and until > line[-1][0] and until >= _FAR:
        return ((line[0][0], value),)
    before = [piece for piece in line if piece[0] < since]
    inside = [piece for piece in line if since <= piece[0] < until]
    after = [piece for piece in line if piece[0] >= until]
    pieces = [*before, (since, value)]
    if until < _FAR and (not after or after[0][0] > until):
        below = inside[-1] if inside else before[-1]
        pieces.append((until, below[1]))
    return merged([*pieces, *after])


_FAR = 2**62


def merged(pieces: Iterable[tuple[int, Value]]) -> Line[Value]:
    """Join neighbours of the same value."""
    found: list[tuple[int, Value]] = []
    for since, value in pieces:
        if not found or found[-1][1] != value:
            found.append((since, value))
    return tuple(found)


def at(line: Line[Value], moment: int) -> Value:
    """Give what counts at an instant."""
    counting = line[0][1]
    for since, value in line:
        if since > moment:
            break
        counting = value
    return counting


def mapped(line: Line[Value], change: Callable[[Value], Other]) -> Line[Other]:
    """Give the same times with other values."""
    return merged((since, change(value)) for since, value in line)


def borders(lines: Iterable[Line[Value]]) -> tuple[int, ...]:
    """Give every instant at which one of several begins to say something else, in order."""
    return tuple(sorted({since for line in lines for since, _ in line}))
