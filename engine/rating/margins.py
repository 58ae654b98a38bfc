"""Where a customer card earns less than a provider card behind it costs, over all numbers and after inheritance."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from operator import lt
from typing import TypeAlias

from engine.calls.config import Config
from engine.calls.patterns import fits
from engine.cards import sources_of
from engine.rating.tariffs import LENGTHS_S, Tariff, deeper, meetings
from engine.rating.terms import Terms, columns_of
from schemas.rate_card import Side
from schemas.routing import Route, Routing
from schemas.voice import CallDirection

MOST = 3
"""Losses of a pair that are told one by one."""
MICRO = 10**6
"""Charges have six decimals at most."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Numbers at which calls of some lengths cost more than they bring.

    ``sell`` and ``buy`` are the prefixes of the rows; ``earned`` and ``spent`` what the first of ``seconds`` does, in the
    customer card's currency.
    """

    sell: str
    buy: str
    line: int
    column: str
    seconds: tuple[int, ...]
    earned: Fraction
    spent: Fraction

    @property
    def prefix(self) -> str:
        """The longer of the two prefixes."""
        return max(self.sell, self.buy, key=len)


@dataclass(frozen=True, slots=True)
class Coarser:
    """Numbers that a provider bills by a longer minimum or increment than the customer."""

    sell: str
    buy: str
    line: int
    sell_terms: Terms
    buy_terms: Terms


@dataclass(frozen=True, slots=True)
class Pair:
    """A customer card and a provider card behind it, with what is wrong between the two.

    ``losses`` are at prefixes of the customer card or shorter ones, ``deeper`` at longer ones of the provider's; the worst
    of them first, as many as were asked for. ``lost``, ``lost_deeper`` and ``units`` count all there are.
    """

    sell: str
    buy: str
    currency: str
    losses: tuple[Loss, ...]
    deeper: tuple[Loss, ...]
    coarser: tuple[Coarser, ...]
    lost: int
    lost_deeper: int
    units: int


def pairs(config: Config, moment: datetime, *, only: str = "") -> Iterator[Pair]:
    """Compare every customer card for calls going out with each provider card calls go to by it, at an instant.

    Those are the cards behind it, and those that a strategy of a route brings in, for the numbers it is for.

    Cards without rates, and pairs without an exchange rate, are left out: other rules tell of them. ``only`` names one
    customer card.
    """
    known: dict[str, Tariff | None] = {}
    brought = brought_in(config)
    for name in config.book.paths("rate-card"):
        held = config.card(name)
        if held is None or (only and name != only) or held[1].side is not Side.CUSTOMER:
            continue
        if held[1].direction is not CallDirection.TERMINATION:
            continue
        behind: dict[str, Lines | None] = dict.fromkeys(one for _, one in sources_of(held[1]))
        for other, lines in ({**brought.get(name, {}), **behind}).items():
            sell, buy = (_tariff(config, one, moment, known) for one in (name, other))
            exchange = config.exchange(buy.card.currency, held[1].currency, moment) if buy else None
            if sell is not None and buy is not None and exchange is not None:
                yield compared(sell, buy, exchange[0], among=lines)


Lines: TypeAlias = frozenset[str]
"""Lines of a dial plan, of which a number has to fit one; the empty one fits all."""


def brought_in(config: Config) -> Mapping[str, Mapping[str, Lines]]:
    """Give the provider cards that strategies of routes add: customer card -> provider card -> for which numbers."""
    found: dict[str, dict[str, Lines]] = {}
    for kind in ("routing", "tag-routing"):
        for owner in config.book.paths(kind):
            held = config.found(kind, owner, Routing)
            for route in held[1].routes if held else ():
                if route.enabled and route.rate_card is not None:
                    cards = found.setdefault(route.rate_card, {})
                    for name, lines in _of_strategies(config, route):
                        cards[name] = cards.get(name, frozenset()) | lines
    return found


def _of_strategies(config: Config, route: Route) -> Iterator[tuple[str, Lines]]:
    for one in route.strategies:
        strategy = config.strategy(one.strategy)
        among = config.prefix_set(one.prefix_set) if one.prefix_set else None
        lines = frozenset(among[1].lines) if among else frozenset((one.prefix or "",))
        # The cards of a strategy that does not override only put those behind the customer card into an order.
        if strategy is not None and strategy[1].override_routing:
            for card in strategy[1].cards:
                yield card.card, lines


def _tariff(
    config: Config, name: str, moment: datetime, known: dict[str, Tariff | None]
) -> Tariff | None:
    if name not in known:
        held, rates = config.card(name), config.rates.of(name)
        known[name] = Tariff(name, held[1], rates, moment) if held and rates is not None else None
    return known[name]


def compared(
    sell: Tariff, buy: Tariff, exchange: Fraction, most: int = MOST, among: Lines | None = None
) -> Pair:
    """Compare two cards at every number both have a price for; ``exchange`` turns costs into the customer's money.

    ``among`` narrows the numbers to those that fit one of its lines, patterns held against the prefixes of rows.
    Seconds that the customer card gives away are no loss: somebody decided that.
    """
    columns = tuple(dict.fromkeys((*columns_of(sell.card), *columns_of(buy.card))))
    found = _Found(sell, buy, exchange, columns)
    # Most rows meet at prices that were looked at already and lose nothing.
    numbers, others = sell.rates.price_numbers, buy.rates.price_numbers
    harmless: set[tuple[int, int]] = set()
    for here, there in meetings(sell, buy):
        if here >= 0 and there >= 0 and _is_among(among, sell, here, buy, there):
            prices = (numbers[here], others[there])
            if prices not in harmless and not found.take(here, there):
                harmless.add(prices)
    shallow = [one for one in found.losses if not found.is_deeper(one)]
    deep = [one for one in found.losses if found.is_deeper(one)]
    return Pair(
        sell.name,
        buy.name,
        sell.card.currency,
        tuple(found.loss(one) for one in heapq.nsmallest(most, shallow)),
        tuple(found.loss(one) for one in heapq.nsmallest(most, deep)),
        tuple(found.coarse(*one) for one in found.coarser[:most]),
        len(shallow),
        len(deep),
        len(found.coarser),
    )


def _is_among(among: Lines | None, sell: Tariff, here: int, buy: Tariff, there: int) -> bool:
    """Whether some number that two rows count for fits a line."""
    if among is None or "" in among:
        return True
    prefix = deeper(sell, here, buy, there)
    return any(
        (sell.row_at(line), buy.row_at(line)) == (here, there)
        if line.isdigit() and len(line) > len(prefix)
        else fits(line, prefix) is not None
        for line in among
    )


_NEVER = 10**30
"""What nothing costs: seconds that are given away are not compared."""

_Lost: TypeAlias = tuple[int, int, int]
"""Of a loss: how bad it is, the worst the least; the customer's row and the provider's."""


class _Found:
    """Losses and coarser units between two cards. Amounts are whole numbers, in one unit for both."""

    def __init__(
        self, sell: Tariff, buy: Tariff, exchange: Fraction, columns: Sequence[str]
    ) -> None:
        self._sell, self._buy, self._exchange = sell, buy, exchange
        self._columns = tuple(columns)
        self._earned: dict[int, tuple[int, ...] | None] = {}
        self._spent: dict[int, tuple[int, ...] | None] = {}
        self.losses: list[_Lost] = []
        self.coarser: list[tuple[int, int]] = []

    def take(self, here: int, there: int) -> bool:
        """Look at two rows that count for the same numbers; says whether anything is wrong between them."""
        sell, buy = self._sell, self._buy
        number, other = sell.rates.price_number(here), buy.rates.price_number(there)
        if number not in self._earned:
            self._earned[number] = self._bill(sell, here, self._exchange.denominator, own=True)
        if other not in self._spent:
            self._spent[other] = self._bill(buy, there, self._exchange.numerator, own=False)
        earned, spent = self._earned[number], self._spent[other]
        if earned is None or spent is None:
            return False
        is_coarser = earned[0] < spent[0] or earned[1] < spent[1]
        if is_coarser:
            self.coarser.append((here, there))
        loses = any(map(lt, earned[2:], spent[2:]))
        if loses:
            at = self._worst(earned, spent)
            weight = (spent[at] - earned[at]) * 1_000_000 // spent[at]
            self.losses.append((-weight, here, there))
        return is_coarser or loses

    def _bill(self, tariff: Tariff, row: int, factor: int, *, own: bool) -> tuple[int, ...] | None:
        """Give minimum, increment and what calls cost, column by column; None for a blocked row."""
        terms = tariff.terms(row)
        if terms.blocked:
            return None
        given = max(terms.free_s, terms.grace_s) if own else 0
        costs = [
            int(amount * MICRO) * factor if seconds > given else _NEVER
            for column in self._columns
            for seconds, amount in zip(LENGTHS_S, tariff.charges(row, column), strict=True)
        ]
        return (terms.minimum_s, terms.increment_s, *costs)

    @staticmethod
    def _worst(earned: tuple[int, ...], spent: tuple[int, ...]) -> int:
        return max(range(2, len(earned)), key=lambda at: (spent[at] - earned[at], at))

    def is_deeper(self, lost: _Lost) -> bool:
        """Whether the provider has a longer prefix there than the customer."""
        _, here, there = lost
        return self._buy.rates.length_of(there) > self._sell.rates.length_of(here)

    def loss(self, lost: _Lost) -> Loss:
        """Tell a loss."""
        _, here, there = lost
        sell, buy = self._sell, self._buy
        earned = self._earned[sell.rates.price_number(here)] or ()
        spent = self._spent[buy.rates.price_number(there)] or ()
        worst = self._worst(earned, spent)
        place, at = divmod(worst - 2, len(LENGTHS_S))
        first = 2 + place * len(LENGTHS_S)
        others = [one for one in range(len(LENGTHS_S)) if earned[first + one] < spent[first + one]]
        column = self._columns[place]
        return Loss(
            sell.prefix(here),
            buy.prefix(there),
            sell.rates.line_of(here),
            column,
            (LENGTHS_S[at], *(LENGTHS_S[one] for one in others if one != at)),
            sell.charges(here, column)[at],
            buy.charges(there, column)[at] * self._exchange,
        )

    def coarse(self, here: int, there: int) -> Coarser:
        """Tell of longer units."""
        sell, buy = self._sell, self._buy
        return Coarser(
            sell.prefix(here),
            buy.prefix(there),
            sell.rates.line_of(here),
            sell.terms(here),
            buy.terms(there),
        )
