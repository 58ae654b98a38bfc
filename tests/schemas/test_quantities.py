from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.quantities import Currency, Limit, Money, Percent, PositiveMoney, Rate, Switch
from schemas.scalars import PlainText
from tests.schemas.test_values import accepted, refused


@pytest.mark.parametrize("text", ["0", "30", "1000000"])
def test_counts_are_digits(text: str) -> None:
    assert accepted(Limit, text) == int(text)
    assert accepted(Limit, PlainText(text)) == int(text)
    assert accepted(Limit, int(text)) == int(text)


@pytest.mark.parametrize(
    "text", ["1_000", "1e3", "0x10", "+5", "-5", "030", "1.0", "", " ", "٣", "³", "30s", "true"]
)
def test_anything_else_is_no_count(text: str) -> None:
    assert refused(Limit, text)[0] == "whole-number"


def test_a_count_that_is_too_big_is_told_its_range() -> None:
    assert refused(Limit, "9" * 5000)[0] == "number-range"
    assert refused(Limit, "1000001") == (
        "number-range",
        '"1000001" is out of range; write a number from 0 to 1000000',
    )


def test_a_count_with_a_unit_is_answered_without_it() -> None:
    assert refused(Limit, "30 s")[1].endswith("write the number alone, without a unit: 30")


@pytest.mark.parametrize("text", ["3O", "1l", "2I0", "4o"])
def test_a_letter_that_looks_like_a_digit_is_no_unit(text: str) -> None:
    assert "write digits only" in refused(Limit, text)[1]


@pytest.mark.parametrize("text", ["0", "0.00", "-1.00", "50.10", "999999999999.999999", "0.000001"])
def test_amounts_keep_every_digit(text: str) -> None:
    amount = accepted(Money, PlainText(text))

    assert isinstance(amount, Decimal)
    assert f"{amount:f}" == text


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "NaN",
        "Infinity",
        "-inf",
        "+1",
        "1,000.00",
        ".5",
        "5.",
        "$5",
        "5 USD",
        "00.5",
        "",
        "1_0",
        "٣.٥",
    ],
)
def test_anything_else_is_no_amount(text: str) -> None:
    assert refused(Money, text)[0] == "money"


def test_amounts_never_come_from_floats() -> None:
    assert refused(Money, 0.1)[0] == "wrong-shape"


def test_amounts_have_at_most_six_decimals() -> None:
    assert refused(Money, "0.0000001")[0] == "money-precision"


def test_amounts_stay_far_below_what_the_store_holds_in_micro_units() -> None:
    assert refused(Money, "1000000000000")[0] == "number-range"
    assert accepted(Money, "999999999999.999999") * 10**6 < 2**63


def test_rates_stay_below_what_the_store_holds_in_nano_units() -> None:
    assert accepted(Rate, "0.000000001") == Decimal("1e-9")
    assert accepted(Rate, "999999.999999999") * 10**9 < 2**63
    assert refused(Rate, "0.0000000001")[0] == "money-precision"


def test_minus_zero_is_zero() -> None:
    assert str(accepted(Money, "-0.00")) == "0.00"


def test_some_amounts_cannot_be_negative() -> None:
    assert refused(PositiveMoney, "-0.01")[0] == "number-range"


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_every_amount_of_six_places_is_read_exactly(amount: Decimal) -> None:
    assert accepted(Money, f"{amount:f}") == amount


def test_percentages_run_from_0_to_100() -> None:
    assert accepted(Percent, "8.25") == Decimal("8.25")
    assert refused(Percent, "100.1")[0] == "number-range"
    assert refused(Percent, "20%") == (
        "percent",
        '"20%" is not a percentage; write it without the % sign: 20',
    )
    assert refused(Percent, "1.00001")[0] == "percent"


def test_switches_are_true_or_false() -> None:
    assert accepted(Switch, PlainText("true")) is True
    assert accepted(Switch, "false") is False
    assert accepted(Switch, True) is True


@pytest.mark.parametrize(
    ("text", "right"), [("yes", "true"), ("Off", "false"), ("True", "true"), ("0", "false")]
)
def test_other_words_for_switches_are_answered_with_the_right_one(text: str, right: str) -> None:
    assert refused(Switch, text) == ("true-false", f'"{text}" is not true or false; write {right}')


@pytest.mark.parametrize("code", ["USD", "EUR", "ILS", "KWD", "JPY"])
def test_currencies_are_iso_codes(code: str) -> None:
    assert accepted(Currency, PlainText(code)) == code


def test_currencies_of_the_past_stay_readable() -> None:
    assert accepted(Currency, "HRK") == "HRK"


def test_currencies_are_written_in_capitals() -> None:
    assert refused(Currency, "usd")[1].endswith("write it in capitals: USD")


@pytest.mark.parametrize("code", ["XXX", "XTS", "USDT", "$", "US"])
def test_other_codes_are_no_currencies(code: str) -> None:
    assert refused(Currency, code)[0] == "currency"
