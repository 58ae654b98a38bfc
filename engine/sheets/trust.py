"""Which rows of a sheet are not believed: prices far from those of their country, lost decimal points, codes as prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from statistics import median

from engine.sheets.grid import Finding, letter
from engine.sheets.reading import Reading, SheetRow

FEW = 5
"""Of a country with fewer rows the median says nothing: that of the whole sheet is taken, with a wider factor."""
WIDER = 10


def country_code(prefix: str) -> str:
    """Give the country code a prefix begins with, the first digit for one that is not assigned."""
    return _of_head(prefix[:3])


@cache
def _of_head(head: str) -> str:
    return next((head[:n] for n in (1, 2, 3) if head[:n] in _country_codes()), head[:1])


@cache
def _country_codes() -> frozenset[str]:
    import phonenumbers

    return frozenset(str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def untrusted(reading: Reading, factor: int) -> Iterator[Finding]:
    """Name every row whose price is not to be believed, with why."""
    column = letter(reading.layout.columns["rate"]) if "rate" in reading.layout.columns else ""
    for number, row in {row.row: row for row in reading.rows if row.said.rate == 0}.items():
        free = f"{row.prefix} costs nothing; if it is shut, the sheet should say so"
        yield Finding(number, column, "suspicious", free)
    priced = [
        (row, rate) for row in reading.rows if (rate := row.said.rate) is not None and rate > 0
    ]
    if not priced:
        return
    usual = _medians(priced)
    whole = usual[""]
    codes = {row.prefix for row in reading.rows}
    told: set[int] = set()
    for row, rate in priced:
        own = usual.get(country_code(row.prefix))
        typical, limit = (own, factor) if own is not None else (whole, factor * WIDER)
        whose = "its country" if own is not None else "the whole sheet"
        if rate <= typical * limit or row.row in told:
            continue
        told.add(row.row)
        yield Finding(row.row, column, "suspicious", _why(row, rate, typical, codes, whose))


def _medians(rows: Sequence[tuple[SheetRow, Decimal]]) -> Mapping[str, Decimal]:
    by_country: dict[str, list[Decimal]] = defaultdict(list)
    for row, rate in rows:
        by_country[country_code(row.prefix)].append(rate)
    usual = {code: median(rates) for code, rates in by_country.items() if len(rates) >= FEW}
    usual[""] = median([rate for _, rate in rows])
    return usual


def _why(row: SheetRow, rate: Decimal, typical: Decimal, codes: set[str], whose: str) -> str:
    said = f"{row.prefix} at {rate:f} is {int(rate / typical):,} times the median of {whose}, {typical:f}"
    if rate == rate.to_integral_value():
        if str(int(rate)) in codes:
            return f"{said}; {int(rate)} is a code of this sheet"
        if typical < 1 and rate >= 2:
            return f"{said}; it may have lost its decimal point"
    return said
