"""Where a customer card earns less than a provider card behind it costs, over all numbers and after inheritance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from engine.calls.config import Config
from engine.cards import sources_of
from engine.rating.tariffs import LENGTHS_S, Tariff, meetings
from engine.rating.terms import Terms, columns_of
from engine.rating.timelines import NO_ROW
from schemas.rate_card import Side
from schemas.voice import CallDirection


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

    @property
    def is_deeper(self) -> bool:
        """Whether the provider has a longer prefix there than the customer."""
        return len(self.buy) > len(self.sell)

    @property
    def weight(self) -> Fraction:
        """How bad it is: what is lost of what is spent."""
        return (self.spent - self.earned) / self.spent if self.spent else Fraction(0)


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
    """A customer card and a provider card behind it, with what is wrong between the two."""

    sell: str
    buy: str
    currency: str
    losses: tuple[Loss, ...]
    coarser: tuple[Coarser, ...]


def pairs(config: Config, moment: datetime, *, only: str = "") -> Iterator[Pair]:
    """Compare every customer card for calls going out with each provider card behind it, at an instant.

    Cards without rates, and pairs without an exchange rate, are left out: other rules tell of them. ``only`` names one
    customer card.
    """
    known: dict[str, Tariff | None] = {}
    for name in config.book.paths("rate-card"):
        held = config.card(name)
        if held is None or (only and name != only) or held[1].side is not Side.CUSTOMER:
            continue
        if held[1].direction is not CallDirection.TERMINATION:
            continue
        for other in dict.fromkeys(name for _, name in sources_of(held[1])):
            sell, buy = (_tariff(config, one, moment, known) for one in (name, other))
            exchange = config.exchange(buy.card.currency, held[1].currency, moment) if buy else None
            if sell is not None and buy is not None and exchange is not None:
                yield compared(sell, buy, exchange[0])


def _tariff(
    config: Config, name: str, moment: datetime, known: dict[str, Tariff | None]
) -> Tariff | None:
    if name not in known:
        held, rates = config.card(name), config.rates.of(name)
        known[name] = Tariff(name, held[1], rates, moment) if held and rates is not None else None
    return known[name]


def compared(sell: Tariff, buy: Tariff, exchange: Fraction) -> Pair:
    """Compare two cards at every number both have a price for; ``exchange`` turns costs into the customer's money.

    Seconds that the customer card gives away are no loss: somebody decided that.
    """
    columns = tuple(dict.fromkeys((*columns_of(sell.card), *columns_of(buy.card))))
    verdicts: dict[tuple[int, int], tuple[tuple[str, tuple[int, ...]] | None, bool]] = {}
    losses: list[Loss] = []
    coarser: list[Coarser] = []
    for here, there in meetings(sell, buy):
        if NO_ROW in (here, there):
            continue
        key = (sell.rates.price_number(here), buy.rates.price_number(there))
        if key not in verdicts:
            verdicts[key] = _verdict(sell, here, buy, there, exchange, columns)
        lost, is_coarser = verdicts[key]
        if lost is not None:
            losses.append(_loss(sell, here, buy, there, exchange, *lost))
        if is_coarser:
            line, terms = sell.rates.line_of(here), (sell.terms(here), buy.terms(there))
            coarser.append(Coarser(sell.prefix(here), buy.prefix(there), line, *terms))
    losses.sort(key=lambda loss: (-loss.weight, loss.prefix))
    return Pair(sell.name, buy.name, sell.card.currency, tuple(losses), tuple(coarser))


def _verdict(
    sell: Tariff,
    here: int,
    buy: Tariff,
    there: int,
    exchange: Fraction,
    columns: tuple[str, ...],
) -> tuple[tuple[str, tuple[int, ...]] | None, bool]:
    """Say in which column and at which lengths of ``LENGTHS_S`` a price is a loss, and whether its terms are coarser."""
    own, other = sell.terms(here), buy.terms(there)
    if own.blocked or other.blocked:
        return None, False
    is_coarser = other.minimum_s > own.minimum_s or other.increment_s > own.increment_s
    given = max(own.free_s, own.grace_s)
    for column in columns:
        earned, spent = sell.charges(here, column), buy.charges(there, column)
        lost = tuple(
            at
            for at, seconds in enumerate(LENGTHS_S)
            if seconds > given and earned[at] < spent[at] * exchange
        )
        if lost:
            return (column, lost), is_coarser
    return None, is_coarser


def _loss(
    sell: Tariff,
    here: int,
    buy: Tariff,
    there: int,
    exchange: Fraction,
    column: str,
    lost: tuple[int, ...],
) -> Loss:
    earned, spent = sell.charges(here, column), buy.charges(there, column)
    worst = max(lost, key=lambda at: (spent[at] * exchange - earned[at], at))
    seconds = (LENGTHS_S[worst], *(LENGTHS_S[at] for at in lost if at != worst))
    return Loss(
        sell.prefix(here),
        buy.prefix(there),
        sell.rates.line_of(here),
        column,
        seconds,
        earned[worst],
        spent[worst] * exchange,
    )
