"""Whole cards at one instant: the row that counts for every number, and where the numbers of two cards meet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction

from engine.calls.prices import rule_at
from engine.rating.charge import charge
from engine.rating.compiled import CompiledRates, milliseconds
from engine.rating.prefixes import code_of
from engine.rating.terms import Terms, columns_of, terms_of
from engine.rating.timelines import NO_ROW
from engine.rating.windows import open_windows
from schemas.rate_card import RateCard

LENGTHS_S = (1, 30, 60, 180)
"""Lengths of calls, in seconds, by which prices are judged."""


class Tariff:
    """A card as calls that arrive at one instant are rated by it."""

    def __init__(
        self,
        name: str,
        card: RateCard,
        rates: CompiledRates,
        moment: datetime,
        windows: Mapping[str, int] | None = None,
    ) -> None:
        """Look at a card; ``windows`` are taken to be open, if given, else those that are."""
        self.name, self.card, self.rates = name, card, rates
        self._rule = rule_at(card, moment)
        opened = open_windows(card.windows, moment) if windows is None else windows
        self.starts = list(rates.ranges[0])
        self.rows = rates.in_force(milliseconds(moment), opened)
        self._terms: dict[int, Terms] = {}
        self._charges: dict[tuple[int, str], tuple[Fraction, ...]] = {}

    def terms(self, row: int) -> Terms:
        """Give what a row says."""
        number = self.rates.price_number(row)
        if number not in self._terms:
            self._terms[number] = terms_of(self.rates.row(row), self.card)
        return self._terms[number]

    def charges(self, row: int, column: str) -> tuple[Fraction, ...]:
        """Give what calls of ``LENGTHS_S`` cost by a row that is not blocked, rounded as the card rounds."""
        key = (self.rates.price_number(row), column)
        if key not in self._charges:
            own = column if column in columns_of(self.card) else "rate"
            price = self.terms(row).price(own, self.card.per_seconds)
            self._charges[key] = tuple(
                Fraction(charge(price, self._rule, seconds * 1000).amount) for seconds in LENGTHS_S
            )
        return self._charges[key]

    def row_at(self, digits: str) -> int:
        """Give the row that counts for a number of these digits and no more, ``NO_ROW`` if none does."""
        return self.rows[bisect_right(self.starts, code_of(digits)) - 1]

    def prefix(self, row: int) -> str:
        """Give the prefix of a row, empty for no row."""
        return self.rates.every_prefix[self.rates.group_of(row)] if row != NO_ROW else ""


def meetings(one: Tariff, other: Tariff) -> Iterator[tuple[int, int]]:
    """Give every two rows that count for the same numbers, once each; ``NO_ROW`` where one card has none."""
    seen: set[tuple[int, int]] = set()
    starts, others = one.starts, other.starts
    rows, other_rows = one.rows, other.rows
    here, there, last, other_last = 0, 0, len(starts) - 1, len(others) - 1
    while True:
        pair = (rows[here], other_rows[there])
        if pair not in seen:
            seen.add(pair)
            if pair != (NO_ROW, NO_ROW):
                yield pair
        if here == last and there == other_last:
            return
        if there == other_last or (here < last and starts[here + 1] < others[there + 1]):
            here += 1
        elif here == last or starts[here + 1] > others[there + 1]:
            there += 1
        else:
            here, there = here + 1, there + 1


def deeper(one: Tariff, row: int, other: Tariff, other_row: int) -> str:
    """Give the longer of the prefixes of two rows that meet: where it begins, both count."""
    return max(one.prefix(row), other.prefix(other_row), key=len)
