from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from schemas.faults import parse
from schemas.rate_card import RATE_COLUMNS, RateCard, Rounding
from schemas.voice import Digits
from tests.schemas.reading import ROOT, document, faults
from tests.schemas.test_values import accepted

MINIMAL = "name: Retail\nside: customer\ncurrency: USD\n"
SHEETS = sorted((ROOT / "config" / "rate-cards").glob("*/rates.csv"))


def test_charges_have_four_places_rounded_half_up_and_durations_are_rounded_up() -> None:
    (terms,) = document(RateCard, MINIMAL).terms

    assert (terms.precision, terms.rounding, terms.duration_rounding) == (
        4,
        Rounding.HALF_UP,
        Rounding.UP,
    )


def test_rates_are_per_minute_unless_said_otherwise() -> None:
    assert document(RateCard, MINIMAL).per_seconds == 60


def test_terms_are_dated() -> None:
    card = document(
        RateCard, MINIMAL + "terms: [{precision: 4}, {since: 2026-07-01, precision: 5}]"
    )

    assert [terms.since.isoformat() if terms.since else None for terms in card.terms] == [
        None,
        "2026-07-01T00:00:00+00:00",
    ]


def test_precision_is_at_most_six() -> None:
    assert faults(RateCard, MINIMAL + "terms: [{precision: 7}]")[0].rule == "number-range"


def test_c11_the_minimum_is_billed_and_grace_is_a_field_of_its_own() -> None:
    defaults = document(RateCard, MINIMAL + "defaults: {mcd: 30, pulse: 6, grace_s: 2}").defaults

    assert (defaults.minimum_s, defaults.increment_s, defaults.grace_s) == (30, 6, 2)


def test_c12_durations_are_rounded_up_before_they_are_billed_unless_a_card_says_otherwise() -> None:
    (terms,) = document(RateCard, MINIMAL + "terms: [{precision: 4}]").terms

    assert terms.duration_rounding is Rounding.UP


def test_c13_a_minimum_of_30_and_steps_of_6_are_two_numbers() -> None:
    assert faults(RateCard, MINIMAL + "defaults: 30/6")[0].rule == "wrong-shape"
    assert document(RateCard, MINIMAL).defaults.minimum_s == 0


def test_an_increment_is_at_least_a_second() -> None:
    assert faults(RateCard, MINIMAL + "defaults: {increment_s: 0}")[0].rule == "number-range"


def test_profit_rules_apply_to_price_columns() -> None:
    rule = document(
        RateCard,
        MINIMAL
        + "build: {profit: [{id: a, match: '49', type: relative, value: 0.002, apply_to: [cost]}]}",
    ).build.profit[0]

    assert rule.value == Decimal("0.002")
    assert rule.apply_to == ("rate",)


def test_delayed_bye_is_no_field() -> None:
    assert faults(RateCard, MINIMAL + "outgoing: {delayed_bye: 30}")[0].rule == "unknown-field"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.parent.name)
def test_the_rows_of_the_sample_are_in_order_and_hold(sheet) -> None:
    with sheet.open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0])
    keys = [(row["prefix"], row.get("from", "")) for row in rows]

    assert columns == [name for name in RATE_COLUMNS if name in columns]
    assert keys == sorted(set(keys))
    for row in rows:
        assert accepted(Digits, row["prefix"]) == row["prefix"]
        assert row.get("status") == "blocked" or Decimal(row["rate"]) > 0


def test_the_generated_card_of_the_sample_is_what_its_rule_makes_of_its_parent() -> None:
    def rates(card: str) -> dict[tuple[str, str], str]:
        with (ROOT / "config" / "rate-cards" / card / "rates.csv").open(newline="") as file:
            return {(row["prefix"], row["from"]): row["rate"] for row in csv.DictReader(file)}

    parent, child = rates("atlas-standard"), rates("wholesale-eur")

    assert parent.keys() == child.keys()
    for key, rate in parent.items():
        if rate and key[0] != "4470":
            exact = Decimal(rate) * Decimal("1.12")
            assert 0 <= Decimal(child[key]) - exact < Decimal("0.00001")
    assert isinstance(
        parse(RateCard, {"name": "x", "side": "customer", "currency": "EUR"}), RateCard
    )


def test_a_list_is_not_called_short_for_an_item_that_does_not_hold() -> None:
    found = faults(RateCard, MINIMAL + "terms: [{precision: 7}]")

    assert [fault.pointer for fault in found] == [("terms", 0, "precision")]
