"""What parents of a built card ask for a prefix: whole numbers in the built card's money, worked out once per price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from engine.rating.charge import NANO, Step
from engine.rating.compiled import CompiledRates
from engine.rating.profit import Exact, compacted
from engine.rating.terms import Terms, nano_of, price_in, terms_of
from schemas.rate_card import Compact, RateCard, Rounding


@dataclass(frozen=True, slots=True)
class Parent:
    """A card that another is made of. ``exchange`` turns its currency into the other's."""

    name: str
    card: RateCard
    rates: CompiledRates
    exchange: Fraction
    rounding: Rounding

    @property
    def per_minute(self) -> Fraction:
        """What turns a rate of its rows into the price of a minute in the other card's currency."""
        return self.exchange * Fraction(60, self.card.per_seconds)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a parent says of a prefix. ``costs`` of a minute, by column, and ``connect`` are in parts of ``Offers.unit``.

    A cost is None where the parent asks more than its card may; ``is_usable``: calls are sent by it at all.
    """

    parent: Parent
    terms: Terms
    costs: tuple[Exact | None, ...]
    connect: Exact
    is_usable: bool


class Offers:
    """What one of several parents says, by the row that counts."""

    def __init__(
        self, parent: Parent, columns: Sequence[str], collapse: Compact | None, unit: int
    ) -> None:
        """Read the prices of ``columns``; all of them made one first, if ``collapse`` says how."""
        self.parent = parent
        self._columns, self._collapse, self._unit = tuple(columns), collapse, unit
        self._known: dict[int, Offer] = {}

    def number(self, row: int) -> int:
        """Give a number that rows share which offer the same."""
        return self.parent.rates.price_number(row)

    def of(self, row: int) -> Offer:
        """Give what a row offers."""
        number = self.number(row)
        if number not in self._known:
            self._known[number] = self._read(row)
        return self._known[number]

    def _read(self, row: int) -> Offer:
        parent = self.parent
        terms = terms_of(parent.rates.row(row), parent.card)
        fee = terms.connect and parent.card.outgoing.block_connect_cost
        return Offer(
            parent,
            terms,
            tuple(self._cost(terms, column) for column in self._columns),
            _exact(terms.connect * parent.exchange * self._unit / NANO),
            not terms.blocked and not fee,
        )

    def _cost(self, terms: Terms, column: str) -> Exact | None:
        """Give the cost of a minute, None if there is none, or it is above the cap of the card."""
        card = self.parent.card
        head = head_of(terms)
        if terms.blocked:
            return None
        if head is not None:
            price = Fraction(head.rate * card.per_seconds, head.per_s)
        elif self._collapse:
            price = Fraction(compacted([one for _, one in terms.prices], self._collapse))
        else:
            price = Fraction(price_in(dict(terms.prices), column) or 0)
        cap = card.outgoing.capped_rate
        if cap is not None and price * 60 > nano_of(cap) * card.per_seconds:
            return None
        return _exact(price * self.parent.per_minute * self._unit / NANO)


def unit_of(parents: Sequence[Parent]) -> int:
    """Give a number of parts of a currency unit of which hardly any cost of these parents needs a fraction."""
    return NANO * 60 * lcm(*(parent.per_minute.denominator for parent in parents), 1)


def _exact(value: Fraction) -> Exact:
    return value.numerator if value.denominator == 1 else value


def head_of(terms: Terms) -> Step | None:
    """Give the step that counts from the beginning of a call, if one does."""
    return terms.steps[0] if terms.steps and terms.steps[0].from_s == 0 else None
