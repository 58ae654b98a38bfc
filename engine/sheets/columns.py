"""Which column of a sheet is what: as somebody says, or by headings that leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.errors import Refused
from engine.sheets.grid import Cell, Grid, letter, place_of_letter, text

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "prefix": (
        "prefix", "prefixes", "code", "codes", "dial code", "dial codes", "dialcode", "dialing code", "dialling code",
        "area code", "area codes", "destination code", "breakout code", "npanxx", "npa nxx", "npa-nxx", "nxx", "number prefix",
    ),
    "country": ("country code", "cc", "ccode", "npa", "1npa"),
    "name": ("name", "destination", "destination name", "code name", "route", "description", "location", "zone"),
    "rate": (
        "rate", "price", "new rate", "new price", "rate usd", "rate eur", "rate gbp", "rate per minute", "price per minute",
        "per minute", "rate/min", "price/min", "cost", "indeterminate", "indeterminate rate", "rate cost", "next rate",
    ),
    "inter": ("inter", "interstate", "interstate rate", "inter rate"),
    "intra": ("intra", "intrastate", "intrastate rate", "intra rate"),
    "connect": ("connect", "connect fee", "connection fee", "connection charge", "connect charge", "rate surcharge", "setup fee"),
    "minimum_s": (
        "minimum", "min", "minimum s", "minimum seconds", "initial interval", "initial increment", "mbseconds",
        "min duration", "initial", "rate minimum", "minimum duration",
    ),
    "increment_s": (
        "increment", "increment s", "billing interval", "subsequent interval", "interval", "pulse", "ibseconds",
        "next interval", "subsequent increment", "int", "rate increment",
    ),
    "billing": ("billing increment", "billing increments", "increments", "billing", "billing terms", "rounding", "charging"),
    "status": ("status", "blocked"),
    "from": ("effective date", "effective", "effective from", "from", "start date", "valid from", "date", "releasedate"),
    "to": ("end date", "expiry", "expiry date", "expires", "valid to", "valid until", "effective to", "to"),
    "change": ("change", "increase/decrease", "notes", "comment", "comments", "change type", "change code"),
}  # fmt: skip
"""Field -> headings that mean it, in lower case and without signs."""

NORTH_AMERICAN = frozenset({"npanxx", "npa nxx", "npa-nxx", "nxx"})
"""Headings of codes of the North American plan, which some write without the 1 of their country."""
LOOKED_AT = 30
NOT_USED = "-"
"""What is said of a field that a heading would give a column, and that has none."""
_SIGNS = re.compile(r"[\s_()\[\]:.*]+")
_MEANT = {heading: field for field, headings in HEADINGS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of a sheet stand: field -> column, counted from 0; rows begin at ``first``, counted from 0.

    ``said`` are the fields a person named the column of. ``front`` goes before codes of six digits without it.
    """

    columns: Mapping[str, int]
    first: int
    headings: Mapping[str, str]
    said: frozenset[str] = frozenset()
    front: str = ""

    def told(self) -> tuple[str, ...]:
        """Say which column was taken for what."""
        placed = sorted(self.columns.items(), key=lambda pair: pair[1])
        told = [f"{letter(place)}{self._named(field)} is {field}" for field, place in placed]
        if self.front:
            told.append(f"codes of six digits get a {self.front} in front")
        return tuple(told)

    def _named(self, field: str) -> str:
        named = self.headings.get(field)
        return f' "{named}"' if named else ""


def heading(cell: Cell) -> str:
    """Give a heading in the form in which headings are compared."""
    return _SIGNS.sub(" ", text(cell).lower()).strip()


def layout_of(grid: Grid, said: Mapping[str, str]) -> Layout:
    """Find the columns of a sheet; ``said`` gives fields their headings or letters, ``-`` to fields that have no column.

    Raises:
        Refused: a column that somebody named is not there, or headings leave a doubt.
    """
    unused = {field for field, name in said.items() if name.strip() == NOT_USED}
    wanted = {field: name.strip() for field, name in said.items() if field not in unused}
    for place, row in enumerate(grid.rows[:LOOKED_AT]):
        names = [heading(cell) for cell in row]
        known = _named_columns(names, wanted, row)
        by_heading = {_MEANT[name] for name in names if name in _MEANT} | known.keys()
        is_headings = wanted.keys() <= known.keys() and any(
            heading(name) in names for name in wanted.values()
        )
        if is_headings or (
            not wanted and "prefix" in by_heading and by_heading & {"rate", "inter"}
        ):
            return _with_rest(names, known, unused, place, row)
    return _by_letters(grid, wanted)


def _named_columns(
    names: Sequence[str], wanted: Mapping[str, str], row: Sequence[Cell]
) -> dict[str, int]:
    """Give the columns that somebody named: by a heading of this row, else by letter."""
    found: dict[str, int] = {}
    for field, name in wanted.items():
        places = [at for at, one in enumerate(names) if one == heading(name)]
        if len(places) > 1:
            letters = " and ".join(letter(at) for at in places)
            raise Refused(
                f'the columns {letters} are both headed "{name}"',
                f'say which by its letter, for example --columns "{field}={letter(places[0])}"',
            )
        by_letter = place_of_letter(name)
        if places:
            found[field] = places[0]
        elif by_letter is not None and by_letter < len(row):
            found[field] = by_letter
    return found


def _with_rest(
    names: Sequence[str],
    known: Mapping[str, int],
    unused: Collection[str],
    place: int,
    row: Sequence[Cell],
) -> Layout:
    """Add to the columns that are known those whose headings leave no doubt."""
    columns = dict(known)
    doubled: list[str] = []
    for at, name in enumerate(names):
        field = _MEANT.get(name)
        if field is None or field in known or field in unused or at in known.values():
            continue
        if field in columns:
            doubled.append(f'{letter(columns[field])} and {letter(at)} both read as "{field}"')
        else:
            columns[field] = at
    if doubled:
        raise Refused(
            f"the columns of the sheet leave a doubt: {'; '.join(doubled)}",
            'say which counts, for example --columns "rate=New rate, prefix=Code"',
        )
    headings = {field: text(row[at]) for field, at in columns.items()}
    codes = names[columns["prefix"]] if "prefix" in columns else ""
    front = "1" if codes in NORTH_AMERICAN else ""
    return Layout(columns, place + 1, headings, frozenset(known), front)


def _by_letters(grid: Grid, said: Mapping[str, str]) -> Layout:
    """Take columns named by their letters, for sheets without headings; lines before the first code are no rows."""
    places = {field: place_of_letter(name) for field, name in said.items()}
    if places and all(place is not None for place in places.values()) and "prefix" in places:
        columns = {field: int(place or 0) for field, place in places.items()}
        first = next(
            (at for at, row in enumerate(grid.rows) if _has_digit(row, columns["prefix"])), 0
        )
        return Layout(columns, first, {}, frozenset(columns))
    seen_row = next(
        (row for row in grid.rows[:LOOKED_AT] if sum(cell not in (None, "") for cell in row) > 1),
        (),
    )
    seen = ", ".join(f'{letter(at)} "{text(cell)}"' for at, cell in enumerate(seen_row[:12]))
    if said:
        missing = ", ".join(f'"{name}"' for name in said.values())
        raise Refused(f"no row of the sheet has the headings {missing}", f"its first row is {seen}")
    raise Refused(
        f"no row of {grid.name or 'the sheet'} has headings for a code and a rate; the first is {seen or 'empty'}",
        'name the columns by heading or letter, for example --columns "prefix=B, rate=C"',
    )


def _has_digit(row: Sequence[Cell], place: int) -> bool:
    return place < len(row) and any(sign.isdigit() for sign in text(row[place]))
