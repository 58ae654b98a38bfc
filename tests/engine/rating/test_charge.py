"""Worked examples of charges (domain reference 3.7), and what holds for every price."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rating.charge import (
    Price,
    Rule,
    Step,
    affordable_seconds,
    billed_seconds,
    charge,
    rounded,
    whole_seconds,
)
from schemas.rate_card import Rounding

UP, DOWN = Rounding.UP, Rounding.DOWN
HALF_UP, HALF_DOWN = Rounding.HALF_UP, Rounding.HALF_DOWN


def nano(amount: str) -> int:
    return int(Decimal(amount) * 10**9)


def price(
    rate: str, billing: str = "0/1", *, connect: str = "0", free_s: int = 0, grace_s: int = 0
) -> Price:
    minimum, increment = billing.split("/")
    return Price(
        rate=nano(rate),
        minimum_s=int(minimum),
        increment_s=int(increment),
        connect=nano(connect),
        free_s=free_s,
        grace_s=grace_s,
    )


@pytest.mark.parametrize(
    ("billing", "seconds", "billed"),
    [
        *(("30/6", d, b) for d, b in zip((1, 20, 30, 31, 35, 36, 37), (30, 30, 30, 36, 36, 36, 42), strict=True)),
        ("60/6", 10, 60),
        ("60/6", 61, 66),
        ("60/6", 67, 72),
        ("0/1", 0, 0),
        ("30/6", 0, 0),
        ("60/60", 61, 120),
        ("60/1", 61, 61),
        ("6/6", 61, 66),
    ],
)  # fmt: skip
def test_minimum_and_increment_make_the_billed_seconds(
    billing: str, seconds: int, billed: int
) -> None:
    minimum, increment = (int(part) for part in billing.split("/"))
    assert billed_seconds(seconds, minimum, increment) == billed


@pytest.mark.parametrize(
    ("billing", "billed", "cost"),
    [
        ("6/6", 12, "0.00300"),
        ("12/6", 12, "0.00300"),
        ("30/6", 30, "0.00750"),
        ("60/60", 60, "0.01500"),
    ],
)
def test_seven_seconds_cost_by_their_increments(billing: str, billed: int, cost: str) -> None:
    made = charge(price("0.015", billing), Rule(5, HALF_UP), 7000)
    assert (made.billed_s, str(made.amount)) == (billed, cost)


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (DOWN, (60, 60, 60, 60, 60)),
        (UP, (60, 61, 61, 61, 61)),
        (HALF_UP, (60, 60, 60, 61, 61)),
        (HALF_DOWN, (60, 60, 60, 60, 61)),
    ],
)
def test_durations_are_rounded_by_the_mode(rounding: Rounding, expected: tuple[int, ...]) -> None:
    durations = (60_000, 60_100, 60_400, 60_500, 60_600)
    assert tuple(whole_seconds(one, rounding) for one in durations) == expected


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [(UP, "0.1235"), (DOWN, "0.1234"), (HALF_UP, "0.1235"), (HALF_DOWN, "0.1234")],
)
def test_money_is_rounded_by_the_mode(rounding: Rounding, expected: str) -> None:
    assert str(rounded(Fraction("0.12345"), 4, rounding)) == expected


def test_each_call_is_rounded_and_never_the_sum() -> None:
    made = charge(price("0.005"), Rule(4, UP, UP), 9100)
    assert made.billed_s == 10
    assert str(made.amount) == "0.0009"


@pytest.mark.parametrize(
    ("seconds", "margin"),
    [
        (1, "-0.0049"), (30, "-0.0020"), (50, "0.0000"), (51, "0.0001"), (59, "0.0009"), (60, "0.0010"),
        (61, "-0.0039"), (100, "0.0000"), (120, "0.0020"), (121, "-0.0029"),
    ],
)  # fmt: skip
def test_a_profit_per_minute_can_be_a_loss_per_call(seconds: int, margin: str) -> None:
    sell = charge(price("0.006", "1/1"), Rule(4, DOWN), seconds * 1000)
    buy = charge(price("0.005", "60/60"), Rule(3, UP), seconds * 1000)
    assert sell.amount - buy.amount == Decimal(margin)


@pytest.mark.parametrize(
    ("seconds", "margin"),
    [(1, "-0.0040"), (10, "-0.0030"), (24, "-0.0010"), (25, "0"), (31, "0")],
)
def test_unequal_increments_lose_money_on_short_calls(seconds: int, margin: str) -> None:
    sell = charge(price("0.01", "6/6"), Rule(4, UP), seconds * 1000)
    buy = charge(price("0.01", "30/6"), Rule(4, UP), seconds * 1000)
    assert sell.amount - buy.amount == Decimal(margin)


@pytest.mark.parametrize(
    ("billing", "rounding", "billed", "cost"),
    [
        ("60/60", UP, 120, "0.0250"),
        ("60/1", UP, 61, "0.0128"),
        ("30/6", UP, 66, "0.0138"),
        ("6/6", UP, 66, "0.0138"),
        ("1/1", UP, 61, "0.0128"),
        ("1/1", HALF_UP, 61, "0.0127"),
        ("1/1", DOWN, 61, "0.0127"),
    ],
)
def test_sixty_one_seconds(billing: str, rounding: Rounding, billed: int, cost: str) -> None:
    made = charge(price("0.0125", billing), Rule(4, rounding), 61_000)
    assert (made.billed_s, str(made.amount)) == (billed, cost)


def test_the_connection_fee_is_added_to_answered_calls_only() -> None:
    dear = price("0.02", "60/60", connect="0.01")
    assert str(charge(dear, Rule(), 1000).amount) == "0.0300"
    assert str(charge(dear, Rule(), 0, answered=False).amount) == "0.0000"


def test_an_answered_call_of_a_blink_is_a_second_whatever_the_rounding() -> None:
    made = charge(price("0.60"), Rule(4, HALF_UP, DOWN), 200)
    assert (made.duration_s, str(made.amount)) == (1, "0.0100")


@pytest.mark.parametrize(
    ("seconds", "billed", "amount"), [(9, 0, "0.0000"), (10, 0, "0.0000"), (15, 5, "0.0150")]
)
def test_free_seconds_come_off_the_head_before_the_minimum(
    seconds: int, billed: int, amount: str
) -> None:
    made = charge(price("0.06", connect="0.01", free_s=10), Rule(), seconds * 1000)
    assert (made.billed_s, str(made.amount)) == (billed, amount)


@pytest.mark.parametrize(("seconds", "amount"), [(2, "0.0000"), (3, "0.0130")])
def test_grace_waives_short_calls_and_bills_longer_ones_from_the_start(
    seconds: int, amount: str
) -> None:
    made = charge(price("0.06", connect="0.01", grace_s=2), Rule(), seconds * 1000)
    assert str(made.amount) == amount


def test_a_recalculated_hour_becomes_a_minute() -> None:
    per_second = Price(rate=nano("0.0001"), per_s=1)
    assert charge(per_second, Rule(), 3_600_000).amount == Decimal("0.36")
    assert charge(per_second, Rule(), 60_000).amount == Decimal("0.006")
    per_minute = price("0.0125", "60/60")
    assert charge(per_minute, Rule(), 3_600_000).amount == Decimal("0.75")
    assert charge(per_minute, Rule(), 60_000).amount == Decimal("0.0125")


def test_steps_price_each_stretch_by_its_own_increment() -> None:
    tiers = Price(
        rate=nano("0.02"),
        increment_s=60,
        steps=(Step(60, nano("0.01"), 60, 30), Step(300, nano("0.0001"), 1, 1)),
    )
    made = charge(tiers, Rule(6), 95_000)
    assert [(part.from_s, part.seconds, part.billed_s) for part in made.parts] == [
        (0, 60, 60),
        (60, 35, 60),
    ]
    assert made.amount == Decimal("0.03")
    assert charge(tiers, Rule(6), 310_000).amount == Decimal("0.02") + Decimal("0.04") + Decimal(
        "0.001"
    )


def test_a_step_at_the_head_stands_in_place_of_the_rate() -> None:
    made = charge(Price(rate=nano("9"), steps=(Step(0, nano("0.06"), 60, 6),)), Rule(), 7_000)
    assert (made.billed_s, made.amount) == (12, Decimal("0.012"))


def test_the_minimum_reaches_over_the_first_step() -> None:
    tiers = Price(rate=nano("0.06"), minimum_s=30, steps=(Step(20, nano("0.6"), 60, 1),))
    made = charge(tiers, Rule(), 5_000)
    assert (made.billed_s, made.amount) == (30, Decimal("0.12"))


@pytest.mark.parametrize(
    ("available", "dear", "seconds"),
    [
        ("1.00", price("0.02", "60/60", connect="0.01"), 2940),
        ("0.025", price("0.02", "60/60", connect="0.01"), 0),
        ("5.00", price("0.012", "30/6"), 24996),
        ("0.006", price("0.012", "30/6"), 30),
    ],
)
def test_credit_affords_whole_increments(available: str, dear: Price, seconds: int) -> None:
    assert affordable_seconds(dear, Fraction(available), most_s=10**6) == seconds


def test_a_negative_duration_is_no_call() -> None:
    with pytest.raises(ValueError, match="less than no time"):
        charge(price("0.01"), Rule(), -1)


SECONDS = st.integers(0, 7200)
MODES = st.sampled_from(list(Rounding))


@st.composite
def prices(draw: st.DrawFn) -> Price:
    grace, free = draw(
        st.one_of(
            st.tuples(st.integers(0, 10), st.just(0)), st.tuples(st.just(0), st.integers(0, 10))
        )
    )
    places = sorted(draw(st.sets(st.integers(0, 600), max_size=3)))
    return Price(
        rate=draw(st.integers(0, 10**9)),
        per_s=draw(st.sampled_from((1, 60))),
        minimum_s=draw(st.integers(0, 90)),
        increment_s=draw(st.integers(1, 60)),
        connect=draw(st.integers(0, 10**8)),
        free_s=free,
        grace_s=grace,
        steps=tuple(
            Step(at, draw(st.integers(0, 10**9)), 60, draw(st.integers(1, 60))) for at in places
        ),
    )


@given(prices(), st.integers(0, 6), MODES, MODES, SECONDS, st.integers(0, 900))
def test_a_longer_call_never_costs_less(
    tariff: Price, precision: int, money: Rounding, time: Rounding, seconds: int, more: int
) -> None:
    rule = Rule(precision, money, time)
    shorter = charge(tariff, rule, seconds * 1000 + 1)
    longer = charge(tariff, rule, (seconds + more) * 1000 + 1)
    assert shorter.amount <= longer.amount
    assert shorter.billed_s <= longer.billed_s


@given(prices(), SECONDS, st.integers(0, 6), MODES)
def test_the_charge_is_the_exact_amount_rounded_once(
    tariff: Price, seconds: int, precision: int, mode: Rounding
) -> None:
    made = charge(tariff, Rule(precision, mode), seconds * 1000)
    assert made.unrounded == sum((part.amount for part in made.parts), made.connect)
    assert abs(Fraction(made.amount) - made.unrounded) < Fraction(1, 10**precision)


@given(prices(), st.fractions(0, 50))
def test_what_is_affordable_is_affordable_and_a_second_more_is_not(
    tariff: Price, available: Fraction
) -> None:
    most = 5000
    seconds = affordable_seconds(tariff, available, most_s=most)
    exact = Rule(6, UP)
    if seconds:
        assert charge(tariff, exact, seconds * 1000).unrounded <= available
    if seconds < most:
        assert charge(tariff, exact, (seconds + 1) * 1000).unrounded > available
