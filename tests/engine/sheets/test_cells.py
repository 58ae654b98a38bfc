"""Cells of rate sheets: every notation seen in the wild is read, refused by name, or asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sheets.cells import (
    CellError,
    billing_of,
    codes_of,
    instant_of,
    is_blocked,
    rate_of,
    says_blocked,
    seconds_of,
)
from schemas.sheet import DateOrder, DecimalMark, Hyphen

# --- codes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("44", ["44"]),
        (" +44 ", ["44"]),
        ("0044", ["44"]),
        ("01144", ["44"]),
        ("44 20", ["4420"]),
        ("(44) 20", ["4420"]),
        ("44.20", ["4420"]),
        (Decimal("44.0"), ["44"]),
        (4420, ["4420"]),
        (Decimal("447911123456"), ["447911123456"]),
        ("44, 45,46", ["44", "45", "46"]),
        ("44;45", ["44", "45"]),
        ("44/45", ["44", "45"]),
        ("44 | 45", ["44", "45"]),
        ("44 & 45", ["44", "45"]),
        ("44 and 45", ["44", "45"]),
        ("+44, 0045", ["44", "45"]),
        ("61 38,39", ["6138", "6139"]),
        ("44 20, 44 161", ["4420", "44161"]),
        ("441-444", ["441", "442", "443", "444"]),
        ("441-443,455", ["441", "442", "443", "455"]),
        ("61 38-39,45", ["6138", "6139", "6145"]),
        ("7700-7702", ["7700", "7701", "7702"]),
    ],
)
def test_a_cell_may_stand_for_one_code_a_list_or_a_range(cell: Any, codes: list[str]) -> None:
    assert codes_of(cell, None, None) == codes


@pytest.mark.parametrize(
    ("cell", "hyphen", "codes"),
    [
        ("44-7", Hyphen.RANGE, ["44", "45", "46", "47"]),
        ("44-7", Hyphen.JOIN, ["447"]),
        ("1-242", Hyphen.JOIN, ["1242"]),
        ("44-20", Hyphen.JOIN, ["4420"]),
        ("44-7,9", Hyphen.RANGE, ["44", "45", "46", "47", "9"]),
    ],
)
def test_a_hyphen_means_what_is_said(cell: str, hyphen: Hyphen, codes: list[str]) -> None:
    assert codes_of(cell, None, hyphen) == codes


@pytest.mark.parametrize("cell", ["44-7", "1-242", "44-7, 49", "61 38,6139"])
def test_codes_that_may_be_read_in_two_ways_are_asked_about(cell: str) -> None:
    with pytest.raises(CellError) as found:
        codes_of(cell, None, None)

    assert found.value.kind == "doubt"


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        (None, "empty", "no code"),
        ("", "empty", "no code"),
        ("4.47912E+11", "digits", "send the column as text"),
        ("4E+11", "digits", "lost its digits"),
        (Decimal("4479111234567890"), "digits", "more than 15 digits"),
        (Decimal("44.5"), "value", "44.5 is no code"),
        ("+44 (0)20", "value", "has a 0 that is not dialled from abroad"),
        ("44x", "value", "digits are wanted"),
        ("UK", "value", "digits are wanted"),
        ("٤٤", "value", "digits are wanted"),
        ("-44", "value", "no range"),
        ("449-441", "value", "does not come after"),
        ("1000-9999", "value", "more than 1,000 codes"),
        ("4" * 40, "value", "a code of 40 digits"),
        ("=A1", "formula", "a formula"),
        (datetime(2026, 4, 4), "value", "a date"),  # noqa: DTZ001 -- as a workbook holds it
        (True, "value", "a date"),
    ],
)
def test_what_is_no_code_is_named(cell: Any, kind: str, said: str) -> None:
    with pytest.raises(CellError, match=said.replace("(", "[(]").replace(")", "[)]")) as found:
        codes_of(cell, None, None)

    assert found.value.kind == kind


def test_a_country_in_a_column_of_its_own_goes_in_front() -> None:
    assert codes_of("20", "44", None) == ["4420"]
    assert codes_of("20, 161", "+44", None) == ["4420", "44161"]
    assert codes_of(Decimal("20.0"), Decimal("44.0"), None) == ["4420"]


def test_a_code_that_has_its_country_already_is_asked_about_until_somebody_says() -> None:
    with pytest.raises(CellError, match="country=-") as found:
        codes_of("4420", "44", None)

    assert found.value.kind == "doubt"
    assert codes_of("4420", "44", None, is_country_said=True) == ["444420"]


# --- prices --------------------------------------------------------------------------------------------------------

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


@pytest.mark.parametrize(
    ("cell", "mark", "rate"),
    [
        ("0.0125", None, "0.0125"),
        ("$0.0125", None, "0.0125"),
        ("USD 0.0125", None, "0.0125"),
        ("0.0125 USD", None, "0.0125"),
        ("0,0125", None, "0.0125"),  # four places are no thousands
        ("0,012", None, "0.012"),  # nor is a nought in front
        ("1,234.50", None, "1234.50"),
        ("1,234", POINT, "1234"),
        ("1,234", COMMA, "1.234"),
        ("1.234,5", COMMA, "1234.5"),
        ("0,0125", COMMA, "0.0125"),
        ("1'234.5", None, "1234.5"),
        (".5", None, "0.5"),
        ("1e-7", None, "0.0000001"),
        (Decimal("1E-7"), None, "0.0000001"),
        (Decimal("0.27000000000000002"), None, "0.27"),  # what a workbook makes of 0.27
        (1, None, "1"),
        ("0", None, "0"),
    ],
)
def test_a_price_is_read_however_it_is_written(
    cell: Any, mark: DecimalMark | None, rate: str
) -> None:
    assert rate_of(cell, mark, "USD") == Decimal(rate)


@pytest.mark.parametrize(
    ("cell", "mark", "kind", "said"),
    [
        ("1,234", None, "doubt", "may have a decimal comma"),
        ("1.234,56", None, "doubt", "may have a decimal comma"),
        ("0,0125", POINT, "value", "no price with a decimal point"),
        ("0.0125", COMMA, "value", "no price with a decimal comma"),
        ("0.125", COMMA, "value", "no price with a decimal comma"),
        ("12.34.567", None, "value", "no price"),
        ("-0.01", None, "negative", "below zero"),
        ("-1", None, "negative", "shut"),
        (Decimal(-1), None, "negative", "below zero"),
        ("0.0125 EUR", None, "currency", "is in EUR, the card in USD"),
        ("€0.0125", None, "currency", "is in EUR"),
        ("0.12345678901", None, "value", "more than nine decimals"),
        ("free", None, "value", "is no price"),
        ("0.01x", None, "value", "is no price"),
        ("1000000", None, "value", "is no price"),
        ("=B2*1.1", None, "formula", "a formula"),
        ("", None, "empty", "no price"),
        (None, None, "empty", "no price"),
        (date(2026, 1, 5), None, "value", "a date"),
        ("#REF!", None, "value", "is no price"),
    ],
)
def test_what_is_no_price_is_named(
    cell: Any, mark: DecimalMark | None, kind: str, said: str
) -> None:
    with pytest.raises(CellError, match=said) as found:
        rate_of(cell, mark, "USD")

    assert found.value.kind == kind


@given(st.decimals(0, 999, places=6))
def test_a_price_written_plainly_is_that_price(price: Decimal) -> None:
    assert rate_of(f"{price:f}", None, "USD") == price
    assert rate_of(f"{price:f}".replace(".", ","), COMMA, "USD") == price


# --- increments ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "billing"),
    [
        ("1/1", (1, 1)),
        ("60/60", (60, 60)),
        ("30/6", (30, 6)),
        ("30 / 6", (30, 6)),
        ("60+1", (60, 1)),
        ("1-1", (1, 1)),
        ("30:6", (30, 6)),
        ("60", (60, 60)),
        ("60 sec", (60, 60)),
        (Decimal("60.0"), (60, 60)),
        ("0/0", (0, 1)),
    ],
)
def test_increments_are_read_in_every_notation(cell: Any, billing: tuple[int, int]) -> None:
    assert billing_of(cell) == billing


@pytest.mark.parametrize(
    "cell", ["1 min", "60/60/1", "a/b", "30/", datetime(2026, 6, 30, tzinfo=UTC)]
)
def test_what_is_no_increment_is_named(cell: Any) -> None:
    with pytest.raises(CellError, match="increment"):
        billing_of(cell)


def test_seconds_may_have_their_unit() -> None:
    assert [seconds_of(one) for one in ("30", "30s", "30 seconds", Decimal("30.0"))] == [30] * 4
    with pytest.raises(CellError, match='"half" is no number of seconds'):
        seconds_of("half")


# --- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        ("2026-07-01", None),
        ("2026-07-01T00:00:00Z", None),
        ("2026-07-01 02:00:00+02:00", None),
        ("2026/07/01", None),
        ("01.07.2026", DateOrder.DMY),
        ("1/7/2026", DateOrder.DMY),
        ("7/1/2026", DateOrder.MDY),
        ("07/01/26", DateOrder.MDY),
        ("26-07-01", DateOrder.YMD),
        ("01-Jul-2026", None),
        ("1 July 2026", None),
        (datetime(2026, 7, 1), None),  # noqa: DTZ001 -- as a workbook holds it
        (date(2026, 7, 1), None),
        (46204, None),  # days since 1900
        (Decimal("46204.0"), None),
    ],
)
def test_dates_are_read_in_every_notation(cell: Any, order: DateOrder | None) -> None:
    assert instant_of(cell, order) == datetime(2026, 7, 1, tzinfo=UTC)


def test_dates_that_can_only_be_one_need_nobody() -> None:
    assert instant_of("25/12/2026", None) == datetime(2026, 12, 25, tzinfo=UTC)
    assert instant_of("12/25/2026", None) == datetime(2026, 12, 25, tzinfo=UTC)
    assert instant_of("5/5/2026", None) == datetime(2026, 5, 5, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["1/7/2026", "07-01-2026", "26-07-01", "25/12/26", "01/07/26"])
def test_dates_that_may_be_two_are_asked_about(cell: str) -> None:
    with pytest.raises(CellError, match="--dates") as found:
        instant_of(cell, None)

    assert found.value.kind == "doubt"


@pytest.mark.parametrize(
    "cell", ["immediately", "31.02.2026", 20260701, 12, "2026-13-01", "13/13/2026"]
)
def test_what_is_no_date_is_named(cell: Any) -> None:
    with pytest.raises(CellError, match="is no d"):
        instant_of(cell, None)


# --- words ---------------------------------------------------------------------------------------------------------


def test_words_for_shut_are_known() -> None:
    assert all(is_blocked(word) for word in ("Blocked", "CLOSED", " n/a ", "No Route", "withdrawn"))
    assert not any(is_blocked(word) for word in ("", "Active", "no change", "Increase", None))
    with pytest.raises(CellError, match='"NY" is no status'):
        is_blocked("NY")
    assert says_blocked("blocked")
    assert not says_blocked("0.01")
