"""What a row says with the defaults of its card filled in, and how two such things differ: dearer, cheaper, other terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from engine.rating.charge import NANO, Price, Step
from engine.rating.compiled import COLUMNS, PricedRow
from schemas.rate_card import Prices, RateCard

LEAST_PLACES = 4
"""Decimals a generated price is written with at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What calls to a prefix cost. ``prices`` has the card's columns in their order; money in nano-units.

    Of a blocked prefix nothing else is known: two blocked ones are equal.
    """

    prices: tuple[tuple[str, int], ...] = ()
    connect: int = 0
    minimum_s: int = 0
    increment_s: int = 1
    free_s: int = 0
    grace_s: int = 0
    steps: tuple[Step, ...] = ()
    blocked: bool = False

    def price(self, column: str, per_s: int) -> Price:
        """Give the price of a column as rating takes it."""
        return Price(
            rate=dict(self.prices)[column],
            per_s=per_s,
            minimum_s=self.minimum_s,
            increment_s=self.increment_s,
            connect=self.connect,
            free_s=self.free_s,
            grace_s=self.grace_s,
            steps=self.steps,
        )


BLOCKED = Terms(blocked=True)


class Kind(StrEnum):
    """What becomes of the calls to a prefix; ``ENDS``: they cost the same, for another time."""

    NEW = "new"
    INCREASE = "increase"
    DECREASE = "decrease"
    TERMS = "other terms"
    BLOCKED = "blocked"
    OPENED = "opened"
    ENDS = "other end"
    CLOSED = "closed"
    UNCHANGED = "unchanged"


_COLUMNS: Mapping[Prices, tuple[str, ...]] = {
    Prices.SINGLE: ("rate",),
    Prices.INTER_INTRA: ("rate", "inter", "intra"),
    Prices.INTER_INTRA_INDETERMINATE: ("rate", "inter", "intra"),
    Prices.ORIGIN_ZONES: ("rate", "local", "zone"),
}


def columns_of(card: RateCard) -> tuple[str, ...]:
    """Give the price columns that a card reads."""
    return _COLUMNS[card.prices]


def price_in(prices: Mapping[str, int], column: str) -> int | None:
    """Give what a row asks for a column: one that is empty gives way to inter, then to rate."""
    instead = ("inter", "rate") if column == "intra" else ("rate", "inter")
    return next((prices[name] for name in (column, *instead) if name in prices), None)


def terms_of(row: PricedRow, card: RateCard) -> Terms:
    """Fill in what a row leaves to its card; a row without any price the card reads is as good as blocked."""
    priced = [(name, price_in(row.prices, name)) for name in columns_of(card)]
    prices = tuple((name, price) for name, price in priced if price is not None)
    if row.blocked or len(prices) < len(priced):
        return BLOCKED
    defaults = card.defaults
    grace, free = row.grace_s, row.free_s
    return Terms(
        prices=prices,
        connect=nano_of(defaults.connect) if row.connect is None else row.connect,
        minimum_s=defaults.minimum_s if row.minimum_s is None else row.minimum_s,
        increment_s=defaults.increment_s if row.increment_s is None else row.increment_s,
        free_s=(0 if grace else defaults.free_s) if free is None else free,
        grace_s=(0 if free else defaults.grace_s) if grace is None else grace,
        steps=tuple(
            step if step.per_s else replace(step, per_s=card.per_seconds) for step in row.steps
        ),
    )


def cells_of(terms: Terms, card: RateCard) -> dict[str, str]:
    """Write terms as the cells of a row of a card; what the card's defaults say is left out."""
    if terms.blocked:
        return {"status": "blocked"}
    cells: dict[str, str] = {}
    given: dict[str, int] = {}
    for name, price in terms.prices:
        if price_in(given, name) != price:
            cells[name] = written(price)
            given[name] = price
    defaults = card.defaults
    if terms.minimum_s != defaults.minimum_s:
        cells["minimum_s"] = str(terms.minimum_s)
    if terms.increment_s != defaults.increment_s:
        cells["increment_s"] = str(terms.increment_s)
    if terms.connect != nano_of(defaults.connect):
        cells["connect"] = written(terms.connect)
    if terms.steps:
        cells["steps"] = ";".join(_step(step) for step in terms.steps)
    return cells


def _step(step: Step) -> str:
    return f"{step.from_s}:{written(step.rate)}/{step.per_s}/{step.increment_s}"


def written(nano: int) -> str:
    """Write nano-units as a price: as many decimals as it has, four at least."""
    whole, part = divmod(nano, NANO)
    return f"{whole}.{f'{part:09d}'.rstrip('0').ljust(LEAST_PLACES, '0')}"


def nano_of(amount: Decimal) -> int:
    """Give an amount in nano-units."""
    return int(amount * NANO)


def told(terms: Terms | None) -> str:
    """Say what calls cost, in a few words: ``0.0125 30/6 connect 0.0100``."""
    if terms is None:
        return "no rate"
    if terms.blocked:
        return "blocked"
    said = " | ".join(
        f"{name} {written(price)}" if len(terms.prices) > 1 else written(price)
        for name, price in terms.prices
    )
    said += f" {terms.minimum_s}/{terms.increment_s}"
    if terms.connect:
        said += f" connect {written(terms.connect)}"
    if terms.free_s or terms.grace_s:
        said += f" {'free' if terms.free_s else 'grace'} {terms.free_s or terms.grace_s} s"
    return said + (" stepped" if terms.steps else "")


def kind_of_change(
    before: Terms | None, after: Terms | None, exchange: Fraction = Fraction(1)
) -> Kind:
    """Say what becomes of calls that cost ``before`` and then ``after``.

    ``exchange`` turns the money and the seconds of ``before`` into those of ``after``. The first price that differs decides.
    """
    if before is None:
        return Kind.UNCHANGED if after is None else Kind.NEW
    if after is None:
        return Kind.CLOSED
    if before.blocked or after.blocked:
        if before.blocked and after.blocked:
            return Kind.UNCHANGED
        return Kind.BLOCKED if after.blocked else Kind.OPENED
    for old, new in _pairs(before, after):
        if old * exchange != new:
            return Kind.INCREASE if new > old * exchange else Kind.DECREASE
    same = replace(before, prices=(), connect=0) == replace(after, prices=(), connect=0)
    if same and before.connect * exchange == after.connect:
        return Kind.UNCHANGED
    return Kind.TERMS


def _pairs(before: Terms, after: Terms) -> Sequence[tuple[int, int]]:
    """Give the prices of both, column by column; a column that one does not have is read as its rate."""
    old, new = dict(before.prices), dict(after.prices)
    found = []
    for name in COLUMNS:
        if name in old or name in new:
            one, other = price_in(old, name), price_in(new, name)
            if one is not None and other is not None:
                found.append((one, other))
    return found
