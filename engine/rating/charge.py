"""What one call of a known price costs, exactly, with one rounding at the end.

Amounts are fractions of whole numbers all the way: prices in nano-units (a billionth of the currency's unit), time in
milliseconds. The same function rates what a customer pays and what a provider asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from schemas.rate_card import Rounding

NANO = 10**9


@dataclass(frozen=True, slots=True)
class Step:
    """A price from a position in the call on: ``rate`` nano-units for each ``per_seconds``."""

    from_s: int
    rate: int
    per_s: int
    increment_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a destination costs. ``rate`` and ``connect`` are nano-units, ``rate`` for each ``per_s`` seconds.

    ``free_s`` come off every call; calls of at most ``grace_s`` cost nothing. ``steps`` are in the order of their
    positions; one at position 0 stands in place of ``rate``, ``per_s`` and ``increment_s``.
    """

    rate: int
    per_s: int = 60
    minimum_s: int = 0
    increment_s: int = 1
    connect: int = 0
    free_s: int = 0
    grace_s: int = 0
    steps: tuple[Step, ...] = ()

    @property
    def per_minute(self) -> Fraction:
        """The price of a minute at the head of the call, without the connection fee, in units."""
        first = self.steps[0] if self.steps and self.steps[0].from_s == 0 else None
        return _a_minute(*((first.rate, first.per_s) if first else (self.rate, self.per_s)))


@lru_cache(maxsize=65_536)
def _a_minute(rate: int, per_s: int) -> Fraction:
    """Prices repeat: a table of half a million rows has a few thousand."""
    return Fraction(rate * 60, per_s * NANO)


@dataclass(frozen=True, slots=True)
class Rule:
    """How durations and charges are rounded: ``precision`` decimals, by ``rounding``."""

    precision: int = 4
    rounding: Rounding = Rounding.HALF_UP
    duration_rounding: Rounding = Rounding.UP


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a call at one price: ``seconds`` used, ``billed_s`` charged, ``amount`` exact."""

    from_s: int
    seconds: int
    billed_s: int
    rate: int
    per_s: int
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Charge:
    """What a call costs. ``duration_s`` is rounded; ``why`` says in a word why nothing is charged, if so."""

    duration_s: int
    billed_s: int
    connect: Fraction
    parts: tuple[Part, ...]
    unrounded: Fraction
    amount: Decimal
    why: str = ""


def charge(
    price: Price,
    rule: Rule,
    duration_ms: int | Decimal,
    *,
    answered: bool = True,
    later: Sequence[tuple[int, Price]] = (),
) -> Charge:
    """Rate a call that lasted ``duration_ms`` from answer to end.

    An answered call of any length is at least a second. Grace and free seconds come before the minimum; a call they
    cover costs nothing at all. The connection fee is added, it is no minimum. ``later`` are the prices that begin to
    count at a second of the call, in order: of those only what a second costs is taken, the rest is the first's.

    Raises:
        ValueError: the duration is negative.
    """
    if duration_ms < 0:
        raise ValueError("a call cannot last less than no time")
    if not answered:
        return _nothing(0, rule, "not answered")
    used = whole_seconds(duration_ms, rule.duration_rounding)
    if duration_ms > 0:
        used = max(used, 1)
    if price.grace_s and used <= price.grace_s:
        return _nothing(used, rule, "within grace")
    left = max(used - price.free_s, 0)
    if price.free_s and not left:
        return _nothing(used, rule, "all seconds free")
    stretches = _stretches(price, later)
    parts = tuple(_parts(stretches, left, price.minimum_s)) if left else ()
    connect = Fraction(price.connect, NANO)
    unrounded = sum((part.amount for part in parts), connect)
    return Charge(
        used,
        sum(part.billed_s for part in parts),
        connect,
        parts,
        unrounded,
        rounded(unrounded, rule.precision, rule.rounding),
    )


def _nothing(used: int, rule: Rule, why: str) -> Charge:
    zero = Fraction(0)
    return Charge(used, 0, zero, (), zero, rounded(zero, rule.precision, rule.rounding), why)


def _parts(stretches: Sequence[Step], left: int, minimum_s: int) -> Iterator[Part]:
    """Split a call where its price changes; the minimum counts from the head of the call."""
    total = max(left, minimum_s)
    for at, step in enumerate(stretches):
        end = stretches[at + 1].from_s if at + 1 < len(stretches) else total
        seconds = min(total, end) - step.from_s
        if seconds <= 0:
            break
        least = min(minimum_s, end) if at == 0 else 0
        billed = billed_seconds(seconds, least, step.increment_s)
        yield _part(step, max(min(left, end) - step.from_s, 0), billed)


def _stretches(price: Price, later: Sequence[tuple[int, Price]]) -> Sequence[Step]:
    """Give the prices of a second along the call, each from where it counts; free seconds do not count along."""
    found = list(_steps(price))
    for begins, other in later:
        start = max(begins - price.free_s, 0)
        found = [step for step in found if step.from_s < start]
        inside = [step for step in _steps(other) if step.from_s > start]
        before = [step for step in _steps(other) if step.from_s <= start]
        found += [replace(before[-1], from_s=start), *inside]
    return found


def _steps(price: Price) -> Sequence[Step]:
    if price.steps and price.steps[0].from_s == 0:
        return price.steps
    return (Step(0, price.rate, price.per_s, price.increment_s), *price.steps)


def _part(step: Step, used: int, billed: int) -> Part:
    amount = Fraction(step.rate * billed, step.per_s * NANO)
    return Part(step.from_s, used, billed, step.rate, step.per_s, amount)


def billed_seconds(seconds: int, minimum_s: int, increment_s: int) -> int:
    """Give the seconds charged: the minimum, and behind it whole increments. No time is no charge."""
    if seconds <= 0:
        return 0
    if seconds <= minimum_s:
        return minimum_s
    return minimum_s + -(-(seconds - minimum_s) // increment_s) * increment_s


def whole_seconds(duration_ms: int | Decimal, rounding: Rounding) -> int:
    """Round a duration to whole seconds."""
    whole, rest = divmod(duration_ms, 1000)
    return int(whole) + _carries(rest, 1000, rounding)


def rounded(amount: Fraction, precision: int, rounding: Rounding) -> Decimal:
    """Round an exact amount to so many decimals; a negative one mirrors the positive."""
    scaled: int = abs(amount.numerator) * 10**precision
    whole, rest = divmod(scaled, amount.denominator)
    whole += _carries(rest, amount.denominator, rounding)
    return (_place(precision) * whole * (1 if amount >= 0 else -1)).quantize(_place(precision))


def _carries(rest: int | Decimal, whole: int, rounding: Rounding) -> bool:
    match rounding:
        case Rounding.UP:
            return rest > 0
        case Rounding.DOWN:
            return False
        case Rounding.HALF_UP:
            return rest * 2 >= whole
        case Rounding.HALF_DOWN:
            return rest * 2 > whole


@cache
def _place(precision: int) -> Decimal:
    return Decimal(f"1e-{precision}")


def affordable_seconds(
    price: Price,
    available: Fraction,
    *,
    most_s: int,
    later: Sequence[tuple[int, Price]] = (),
) -> int:
    """Give the longest call, in seconds of at most ``most_s``, that costs no more than ``available`` unrounded.

    Whole increments only: the last one has to be paid in full. 0 if not even the first can be. ``later`` are the prices
    that begin to count at a second of the call, as in ``charge``.
    """
    if _cost(price, 1, later) > available:
        return 0
    low, high = 1, most_s
    while low < high:
        middle = (low + high + 1) // 2
        if _cost(price, middle, later) <= available:
            low = middle
        else:
            high = middle - 1
    return low


_UNROUNDED = Rule(6, Rounding.UP, Rounding.UP)


def _cost(price: Price, seconds: int, later: Sequence[tuple[int, Price]]) -> Fraction:
    return charge(price, _UNROUNDED, seconds * 1000, later=later).unrounded
