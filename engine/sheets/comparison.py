"""What a sheet changes on a card: every code new, dearer, cheaper, closed or as it was, and the rows that come of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from engine.errors import Severity
from engine.rate_reading import read_table
from engine.rate_table import Key, RateTable, Row, instant_key
from engine.rate_writing import rewritten
from engine.rating.terms import Kind
from engine.sheets.grid import Finding, letter
from engine.sheets.reading import Reading, Said, SheetRow
from schemas.sheet import Missing, SheetProfile


class CodeChange(NamedTuple):
    """What becomes of one code, from when on; ``row`` is the sheet's, 0 for a code it does not name."""

    kind: Kind
    prefix: str
    name: str
    before: str
    after: str
    since: str
    row: int


@dataclass(slots=True)
class Comparison:
    """What a sheet changes: the changes by code, findings about rows, and the table that comes of it."""

    changes: list[CodeChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    data: bytes = b""

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many codes of each kind."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in Kind}


Cells = dict[str, str]


def compare(
    path: str,
    current: bytes | None,
    reading: Reading,
    profile: SheetProfile,
    *,
    start: datetime | None,
    now: datetime,
    is_full: bool,
    trusted: Collection[int] = (),
) -> Comparison:
    """Compare a sheet with the rates there are.

    ``start`` is when rows without a date of their own begin to count; None: from ever, for a table without rows.
    ``trusted`` are the rows of the sheet that somebody vouches for.
    """
    work = _Work(path, current, reading, profile, start, now)
    work.trusted = frozenset(trusted)
    for prefix, rows in work.by_code.items():
        work.take(prefix, rows)
    if is_full:
        work.close_missing()
    work.find_hidden_raises()
    work.result.data = rewritten(work.table, work.put)
    work.result.changes.sort(key=lambda change: (change.prefix, change.since))
    work.result.findings.sort(key=lambda finding: (finding.row, finding.column))
    return work.result


class _Work:
    def __init__(
        self,
        path: str,
        current: bytes | None,
        reading: Reading,
        profile: SheetProfile,
        start: datetime | None,
        now: datetime,
    ) -> None:
        self.result = Comparison()
        self._reading, self._profile = reading, profile
        self._start = _written(start)
        self._notice = _written(now + timedelta(days=profile.notice_days))
        self.table = read_table(path, current) if current is not None else RateTable(path)
        columns = self.table.columns
        self._to_place = columns.index("to") if "to" in columns else -1
        self.put: dict[Key, Cells] = {}
        self._there = {row.key: row for row in self.table.rows}
        self._meanings: dict[tuple[Said, tuple[str, ...]], _Meaning] = {}
        self.trusted: Collection[int] = ()
        self.by_code: dict[str, list[SheetRow]] = defaultdict(list)
        for row in reading.rows:
            self.by_code[row.prefix].append(row)
        self._starts: dict[str, list[str]] = defaultdict(list)
        for prefix, window, since in self._there:
            if not window:
                self._starts[prefix].append(since)

    # --- one code ------------------------------------------------------------------------------------------------

    def take(self, prefix: str, rows: Sequence[SheetRow]) -> None:
        """Work a code's rows into the table, the earliest first."""
        if len(rows) == 1:
            self._put(prefix, self._since(rows[0].said), rows[0])
            return
        dated: dict[str, SheetRow] = {}
        for row in rows:
            other = dated.setdefault(self._since(row.said), row)
            one, said = other.said, row.said
            if one is not said and (_cells(one), one.until) != (_cells(said), said.until):
                told = f"{prefix} stands in row {other.row} at {_told(_cells(one))} too"
                self._tell(row, "rate", "ambiguous", told)
                return
        starts = sorted(dated)
        for since, after in pairwise(starts):
            row, until = dated[after], dated[since].said.until
            if until is not None and _written(until) > after:
                told = f"{prefix} begins on {after[:10]}, while row {dated[since].row} counts until {until:%Y-%m-%d}"
                self._tell(row, "from", "ambiguous", told)
                return
        for since in starts:
            self._put(prefix, since, dated[since])

    def _since(self, said: Said) -> str:
        return _written(said.since) if said.since else self._start

    def _put(self, prefix: str, since: str, row: SheetRow) -> None:
        until = _written(row.said.until)
        if until and until <= since:
            told = f"{prefix} ends on {until[:10]}, before it begins on {since[:10]}"
            self._tell(row, "to", "value", told)
            return
        before_key = self._in_force(prefix, since)
        meant = self._meaning(before_key, row.said)
        kind, name = meant.kind, row.said.name
        if kind is Kind.INCREASE and self._is_suspicious(meant, row):
            return
        planned = self._next_start(prefix, since)
        ends = min(until, planned) if until and planned else until or planned
        was, will = meant.told_before, meant.told_wanted
        if kind is Kind.UNCHANGED and ends != meant.until:
            kind = Kind.ENDS
            was, will = _ending(was, meant.until), _ending(will, ends)
        self._look_at(kind, prefix, since, row, planned)
        self.result.changes.append(CodeChange(kind, prefix, name, was, will, since, row.row))
        if kind is Kind.UNCHANGED:
            return
        if kind is Kind.ENDS and before_key is not None:
            self._end(before_key, ends)
            return
        if before_key is not None and before_key[2] != since:
            self._end(before_key, since)  # one that begins just then is replaced
        self._set((prefix, "", since), {**meant.wanted, "to": ends} if ends else meant.wanted)

    def _meaning(self, before_key: Key | None, said: Said) -> _Meaning:
        """Say what a row of the sheet means for what counts now; rows alike on both sides are compared once."""
        if before_key in self.put:
            return _meaning(self.put[before_key], said)
        cells = self._there[before_key].cells[1:] if before_key else ()  # without the prefix
        key = (said, tuple(cells))
        meant = self._meanings.get(key)
        if meant is None:
            meant = _meaning(self._was(before_key) if before_key else None, said)
            self._meanings[key] = meant
        return meant

    def _is_suspicious(self, meant: _Meaning, row: SheetRow) -> bool:
        """Name a row that goes up by more than anybody believes; it is not taken unless somebody vouches for it."""
        old, new = meant.rates
        if not old or new < old * self._profile.outlier or row.row in self.trusted:
            return False
        told = f"{row.prefix} goes from {old:f} to {new:f}, {int(new / old):,} times as much"
        self._tell(row, "rate", "suspicious", told)
        return True

    def _in_force(self, prefix: str, since: str, *, is_before: bool = False) -> Key | None:
        """Give the row that counts at an instant, if one does; ``is_before``: of those there were before the sheet."""
        found = ""
        key: Key | None = None
        for start in self._starts.get(prefix, ()):
            one = (prefix, "", start)
            if found <= start <= since and not (is_before and one not in self._there):
                found, key = start, one
        if key is None:
            return None
        cells = None if is_before else self.put.get(key)
        until = self._to(self._there[key]) if cells is None else cells.get("to", "")
        return None if until and instant_key(until) <= since else key

    def _to(self, row: Row) -> str:
        return row.cells[self._to_place] if self._to_place >= 0 else ""

    def _cells(self, key: Key) -> Cells:
        """Give what a row says by now."""
        return self.put.get(key) or self._was(key)

    def _was(self, key: Key) -> Cells:
        """Give what a row said before the sheet."""
        return self.table.values(self._there[key])

    def _next_start(self, prefix: str, since: str) -> str:
        starts = self._starts.get(prefix, ())
        return min([start for start in starts if start > since], default="") if starts else ""

    def _end(self, key: Key, until: str) -> None:
        """Let a row end at an instant, or never."""
        cells = {name: cell for name, cell in self._cells(key).items() if name != "to"}
        self._set(key, {**cells, "to": until} if until else cells)

    def _set(self, key: Key, cells: Cells) -> None:
        if key not in self._there and key not in self.put:
            self._starts[key[0]].append(key[2])
        self.put[key] = cells

    def _look_at(self, kind: Kind, prefix: str, since: str, row: SheetRow, planned: str) -> None:
        """Note what a person should know of a change."""
        if kind is Kind.INCREASE and since < self._notice:
            told = f"{prefix} goes up on {since[:10] or 'at once'}, inside {self._profile.notice_days} days of notice"
            self._tell(row, "from", "notice", told, Severity.WARNING)
        labelled = row.said.change.split(" ")[0]
        if labelled and _OPPOSITE.get(labelled) is kind:
            told = f"the sheet says {labelled} for {prefix}, which is an {kind.value} here"
            self._tell(row, "change", "label", told, Severity.WARNING)
        if planned and kind is not Kind.UNCHANGED:
            told = f"{prefix} has another price planned from {planned[:10]}, which stays"
            self._tell(row, "from", "planned", told, Severity.WARNING)

    def _tell(
        self,
        row: SheetRow,
        name: str,
        kind: str,
        message: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        columns = self._reading.layout.columns
        column = letter(columns[name]) if name in columns else ""
        self.result.findings.append(Finding(row.row, column, kind, message, severity))

    # --- the sheet as a whole --------------------------------------------------------------------------------------

    def close_missing(self) -> None:
        """Shut the codes that a full sheet no longer has, or let shorter ones count in their place."""
        named = self.by_code.keys() | self._reading.left_out
        for prefix in [one for one in self._starts if one not in named]:
            key = self._in_force(prefix, self._start)
            before = self._cells(key) if key else {}
            if key is None or before.get("status") == "blocked":
                continue
            name, begins = before.get("name", ""), key[2]
            if begins != self._start:
                self._end(key, self._start)
            if self._profile.missing is Missing.BLOCKED or begins == self._start:
                until = self._next_start(prefix, self._start)
                cells = {"name": name, "status": "blocked", "to": until}
                self._set((prefix, "", self._start), _without_empty(cells))
            self.result.changes.append(
                CodeChange(Kind.CLOSED, prefix, name, _told(before), "", self._start, 0)
            )

    def find_hidden_raises(self) -> None:
        """Name new codes that are dearer than the shorter one their numbers counted by so far."""
        at = {change.prefix: change for change in self.result.changes if change.kind is Kind.NEW}
        rows = {row.row: row for row in self._reading.rows}
        for prefix, change in at.items():
            parent = next(
                (
                    key
                    for n in range(len(prefix) - 1, 0, -1)
                    if (key := self._in_force(prefix[:n], change.since, is_before=True))
                ),
                None,
            )
            if parent is None:
                continue
            old, new = _rate(self._was(parent)), _rate(self.put[(prefix, "", change.since)])
            if old is not None and new is not None and new > old:
                told = (
                    f"{prefix} is new at {new:f}; its numbers cost {old:f} so far, by {parent[0]}"
                )
                self._tell(rows[change.row], "prefix", "hidden raise", told, Severity.WARNING)


def _without_empty(cells: Cells) -> Cells:
    return {name: cell for name, cell in cells.items() if cell}


def _ending(told: str, until: str) -> str:
    return f"{told} until {until[:10]}" if until else f"{told} without end"


@lru_cache(maxsize=4_096)
def _written(instant: datetime | None) -> str:
    return instant_key(instant.isoformat()) if instant is not None else ""


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"


def _cells(said: Said) -> Cells:
    """Give the cells a row of the sheet says; what it does not say is left out."""
    if said.blocked:
        return {"name": said.name, "status": "blocked"}
    cells = {
        "name": said.name,
        "rate": _plain(said.rate),
        "inter": _plain(said.inter),
        "intra": _plain(said.intra),
        "connect": _plain(said.connect),
        "minimum_s": "" if said.minimum_s is None else str(said.minimum_s),
        "increment_s": "" if said.increment_s is None else str(said.increment_s),
    }
    return _without_empty(cells)


class _Meaning(NamedTuple):
    """What a row of a sheet means where a row counts already: the cells wanted, without an end, and when that one ends.

    ``rates`` are the price before and the one wanted, 0 for none.
    """

    kind: Kind
    wanted: Cells
    until: str
    told_before: str
    told_wanted: str
    rates: tuple[Decimal, Decimal]


def _meaning(before: Cells | None, said: Said) -> _Meaning:
    wanted = _merged(before, _cells(said))
    kind = _kind(before, wanted)
    until = instant_key(before.get("to", "")) if before else ""
    rates = (_rate(before or {}) or Decimal(0), _rate(wanted) or Decimal(0))
    return _Meaning(kind, _without_empty(wanted), until, _told(before), _told(wanted), rates)


def _merged(before: Cells | None, said: Cells) -> Cells:
    """Lay what the sheet says over what the row says now: terms a sheet is silent about stay."""
    kept = {
        name: cell for name, cell in (before or {}).items() if name not in ("to", "status", "from")
    }
    if said.get("status") == "blocked":
        return {"name": said.get("name") or kept.get("name", ""), "status": "blocked"}
    for name in ("rate", "inter", "intra"):
        kept.pop(name, None)
    return {**kept, **said}


_OPPOSITE = {"increase": Kind.DECREASE, "decrease": Kind.INCREASE}
"""What a sheet says of a change -> the kind that it cannot be then."""
_TERMS = ("inter", "intra", "connect", "minimum_s", "increment_s")


def _kind(before: Cells | None, wanted: Cells) -> Kind:
    if before is None:
        return Kind.NEW
    was_shut, is_shut = before.get("status") == "blocked", wanted.get("status") == "blocked"
    if was_shut or is_shut:
        return Kind.UNCHANGED if was_shut and is_shut else Kind.BLOCKED if is_shut else Kind.OPENED
    old, new = _rate(before), _rate(wanted)
    if old is not None and new is not None and old != new:
        return Kind.INCREASE if new > old else Kind.DECREASE
    same = all(_number(before.get(name)) == _number(wanted.get(name)) for name in _TERMS)
    return Kind.UNCHANGED if same else Kind.TERMS


def _rate(cells: Cells) -> Decimal | None:
    return _number(cells.get("rate"))


def _number(cell: str | None) -> Decimal | None:
    return Decimal(cell) if cell else None


def _told(cells: Cells | None) -> str:
    """Say what a row costs, in a few words."""
    if cells is None:
        return ""
    if cells.get("status") == "blocked":
        return "blocked"
    said = cells.get("rate", "")
    if cells.get("minimum_s") or cells.get("increment_s"):
        said += f" {cells.get('minimum_s') or '-'}/{cells.get('increment_s') or '-'}"
    return said + (f" connect {cells['connect']}" if cells.get("connect") else "")


def told_by(changes: Sequence[CodeChange], kind: Kind, most: int) -> Iterator[CodeChange]:
    """Give the changes of a kind that are told one by one: those furthest from what was."""
    chosen = [change for change in changes if change.kind is kind]
    if kind in (Kind.INCREASE, Kind.DECREASE):
        chosen = nlargest(most, chosen, key=_distance)
    yield from chosen[:most]


def _distance(change: CodeChange) -> Decimal:
    """Give about how many times the lower price is in the higher one."""
    one, other = (Decimal(told.split(" ", 1)[0]) for told in (change.before, change.after))
    low, high = min(one, other), max(one, other)
    return high / low if low else Decimal("Infinity")
