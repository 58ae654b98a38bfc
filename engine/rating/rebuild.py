"""A built card laid over the rows it has: what was rated stays as it was, what counts from now on is what the parents make.

Rows that ended stay; the row in force ends when another begins; rows that say what is wanted keep every byte. Nothing is
remembered between builds: a card is stale when building it now gives calls other prices than its rows do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from engine.errors import Invalid, Severity
from engine.rate_reading import read_table
from engine.rate_table import Key, RateTable
from engine.rate_writing import rewritten
from engine.rating.build import EVER, Building, Effective, Run
from engine.rating.compiled import CompiledRates
from engine.rating.terms import Kind, Terms, cells_of, kind_of_change, terms_of
from engine.rating.timelines import NO_ROW, Line, Timelines, at, borders, laid, mapped
from schemas.rate_card import RateCard

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of the calls to a prefix, from when on; ``window`` empty: while no window is open."""

    kind: Kind
    prefix: str
    window: str
    before: Terms | None
    after: Terms | None
    since: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild makes of a table: its bytes, and every prefix whose calls get another price or other terms."""

    data: bytes
    differences: tuple[Difference, ...]
    unchanged: int

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many prefixes of each kind."""
        counted = Counter(one.kind for one in self.differences)
        counted[Kind.UNCHANGED] = self.unchanged
        return {kind: counted[kind] for kind in Kind}


class Present:
    """What the rows of a card say of calls, from an instant on; without rates it says nothing."""

    def __init__(
        self, card: RateCard, rates: CompiledRates | None, at_ms: int, windows: Mapping[str, int]
    ) -> None:
        """Look at the rows as the header of ``card`` reads them; ``windows`` are those that rows may name."""
        self._card, self._rates = card, rates
        self._nothing: Effective = ((at_ms, None),)
        self._terms: dict[int, Terms] = {}
        self.windows = tuple(sorted({*windows, *(rates.windows if rates is not None else ())}))
        self._lines = {
            state: Timelines(rates, at_ms, {state: windows.get(state, 1)} if state else {})
            for state in ("", *self.windows)
            if rates is not None
        }
        self._known: dict[Line[int], Effective] = {}

    @property
    def prefixes(self) -> Sequence[str]:
        """Every prefix that has a row, whenever it counts."""
        return self._rates.every_prefix if self._rates is not None else ()

    def effective(self, prefix: str, window: str = "") -> Effective:
        """Give what calls to a prefix cost."""
        if not self._lines:
            return self._nothing
        return self._said(self._lines.get(window, self._lines[""]).of(prefix))

    def own(self, prefix: str, window: str = "") -> Effective:
        """Give what the rows of a prefix alone say, of one window or of none."""
        group = self._group(prefix)
        if group < 0 or window not in self._lines:
            return self._nothing
        return self._said(self._lines[window].own(group, window))

    def coming(self, prefix: str, window: str) -> Iterator[tuple[int, int]]:
        """Give the rows of a prefix and window that have not ended: since when they count, and their line."""
        group, rates = self._group(prefix), self._rates
        for row in rates.places_of(group) if rates is not None and group >= 0 else ():
            since, until = rates.period(row) if rates else (0, 0)
            if rates and until > self._nothing[0][0] and rates.window_of(row) == window:
                yield since, rates.line_of(row)

    def _group(self, prefix: str) -> int:
        """Give the place of a prefix that has rows itself, else -1."""
        rates = self._rates
        group = rates.place(prefix) if rates is not None else -1
        return group if rates and group >= 0 and rates.every_prefix[group] == prefix else -1

    def _said(self, line: Line[int]) -> Effective:
        if line not in self._known:
            self._known[line] = mapped(line, self._of_row)
        return self._known[line]

    def _of_row(self, row: int) -> Terms | None:
        if row == NO_ROW or self._rates is None:
            return None
        number = self._rates.price_number(row)
        if number not in self._terms:
            self._terms[number] = terms_of(self._rates.row(row), self._card)
        return self._terms[number]


def stale(building: Building, present: Present) -> Difference | None:
    """Give a prefix whose calls would cost something else if the card were built now; None: it is as it would be."""
    return next(_differences(building, present), None)


def _differences(building: Building, present: Present) -> Iterator[Difference]:
    for prefix in building.prefixes:
        if prefix in building.hollow:
            continue
        for window in ("", *present.windows):
            wanted = building.effective(prefix, window)
            there = present.effective(prefix, window)
            if wanted != there:
                found = difference(prefix, window, there, wanted)
                if found is not None:
                    yield found


def difference(
    prefix: str, window: str, before: Effective, after: Effective, name: str = ""
) -> Difference | None:
    """Tell the first instant at which calls to a prefix cost something else; None if there is none."""
    for moment in borders((before, after)):
        old, new = at(before, moment), at(after, moment)
        kind = kind_of_change(old, new)
        if kind is not Kind.UNCHANGED:
            return Difference(kind, prefix, window, old, new, moment, name)
    return None


def rebuilt(building: Building, present: Present, path: str, current: bytes | None) -> Rebuilt:
    """Lay a building over the table at ``path``, whose compiled form ``present`` looks at.

    Raises:
        Invalid: the table does not hold, so that not all of its rows are known.
    """
    table = read_table(path, current) if current is not None else RateTable(path)
    errors = [problem for problem in table.problems if problem.severity is Severity.ERROR]
    if errors:
        raise Invalid(errors)
    differences = tuple(
        replace(found, name=building.name_of(found.prefix))
        for found in _differences(building, present)
    )
    work = _Work(building, present, table)
    wanted = {(prefix, window): runs for prefix, window, runs in building.rows()}
    for prefix, window in sorted({*wanted, *(key[:2] for key in work.rows)}):
        work.take(prefix, window, wanted.get((prefix, window), ()))
    changed = {one.prefix for one in differences}
    return Rebuilt(
        rewritten(table, work.put, work.dropped) if work.is_changed else current or b"",
        differences,
        len({prefix for prefix, _ in wanted} - changed),
    )


class _Work:
    """The rows of a table while a building is laid over them."""

    def __init__(self, building: Building, present: Present, table: RateTable) -> None:
        self._building, self._present = building, present
        self._start = building.recipe.at_ms
        self._is_new = not table.rows
        self._keys = {row.line: row.key for row in table.rows}
        self.rows: dict[Key, Mapping[str, str]] = {row.key: table.values(row) for row in table.rows}
        self.put: dict[Key, Mapping[str, str]] = {}
        self.dropped: set[Key] = set()
        self.is_changed = False

    def take(self, prefix: str, window: str, runs: Sequence[Run]) -> None:
        """Let the rows of a prefix say what is wanted from now on."""
        if self._says_so(prefix, window, runs):
            return
        self.is_changed = True
        left = list(runs)
        for begun, line in self._present.coming(prefix, window):
            key = self._keys[line]
            if begun >= self._start:
                del self.rows[key]
                self.dropped.add(key)
            elif (
                left and left[0].since == self._start and left[0].terms == self._now(prefix, window)
            ):
                self._end(key, left.pop(0).until)
            else:
                self._end(key, self._start)
        name = self._building.name_of(prefix) if left else ""
        for run in left:
            since = "" if self._is_new and run.since == self._start else instant_text(run.since)
            cells = cells_of(run.terms, self._building.recipe.card) | _until(run.until)
            self._put((prefix, window, since), {"name": name, **cells} if name else cells)

    def _says_so(self, prefix: str, window: str, runs: Sequence[Run]) -> bool:
        """Whether the rows of a prefix say just what is wanted, or need not be there and say what counts anyway."""
        own = self._present.own(prefix, window)
        if own == _line_of(runs, self._start):
            return True
        if window or prefix in self._building.hollow or any(terms is None for _, terms in own):
            return False
        return own == self._building.effective(prefix)

    def _now(self, prefix: str, window: str) -> Terms | None:
        return self._present.own(prefix, window)[0][1]

    def _end(self, key: Key, until: int) -> None:
        cells = {name: cell for name, cell in self.rows[key].items() if name != "to"}
        if cells | _until(until) != self.rows[key]:
            self._put(key, cells | _until(until))

    def _put(self, key: Key, cells: Mapping[str, str]) -> None:
        self.rows[key] = self.put[key] = cells
        self.dropped.discard(key)


def _line_of(runs: Sequence[Run], start: int) -> Effective:
    line: Effective = ((start, None),)
    for run in runs:
        line = laid(line, run.since, run.until, run.terms)
    return line


def _until(moment: int) -> dict[str, str]:
    return {"to": instant_text(moment)} if moment < EVER else {}


@lru_cache(maxsize=4_096)
def instant_text(moment: int) -> str:
    """Write an instant as rows have it."""
    return (_EPOCH + timedelta(milliseconds=moment)).strftime("%Y-%m-%dT%H:%M:%SZ")
