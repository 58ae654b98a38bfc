from __future__ import annotations

import pytest

from tests.engine.lints.lending import told
from tests.engine.rating.making import rates

RULE = "sell-below-buy"


def test_a_price_below_the_provider_s_is_told_at_its_row() -> None:
    (problem,) = told(RULE, rates("1,US,0.01", "44,UK,0.02"), rates("1,US,0.005", "44,UK,0.03"))

    assert (problem.path, problem.line, problem.field) == (
        "rate-cards/sell/rates.csv",
        3,
        "rates[44]",
    )
    assert "sells one prefix below what buy asks: 44 at" in problem.message
    assert "0.06 against 0.09 USD" in problem.message


@pytest.mark.parametrize(
    ("sell", "buy"),
    [
        ("44,UK,0.02", "44,UK,0.02"),
        ("44,UK,0.02", "33,FR,0.9"),
        ("44,UK,,,,,blocked", "44,UK,0.9"),
        ("44,UK,0.02", "44,UK,,,,,blocked"),
        ("44,UK,0.02,,,,,,2026-01-01T00:00:00Z", "44,UK,0.9"),
    ],
)
def test_prices_that_earn_are_fine(sell: str, buy: str) -> None:
    assert told(RULE, rates(sell), rates(buy)) == []


def test_a_longer_unit_may_cost_more_though_the_rate_is_lower() -> None:
    (problem,) = told(RULE, rates("44,UK,0.02,1,1"), rates("44,UK,0.01,60,60"))

    assert "44 at 1 s" in problem.message


def test_seconds_that_the_card_gives_away_are_no_finding() -> None:
    more = "defaults: {grace_s: 2, minimum_s: 60}\n"

    assert told(RULE, rates("44,UK,0.02"), rates("44,UK,0.01"), more=more) == []


def test_costs_are_compared_in_the_customer_s_money() -> None:
    euro = "currency: EUR\n"  # 1.10 USD

    assert told(RULE, rates("44,UK,0.0215,60,60"), rates("44,UK,0.02,60,60"), buying=euro)
    assert not told(RULE, rates("44,UK,0.0225,60,60"), rates("44,UK,0.02,60,60"), buying=euro)


def test_a_shorter_prefix_of_the_provider_counts_where_it_has_no_longer_one() -> None:
    (problem,) = told(RULE, rates("44,UK,0.02", "447,M,0.01"), rates("44,UK,0.015"))

    assert problem.field == "rates[447]"


def test_each_column_is_compared() -> None:
    us = "prices: inter_intra\n"
    table = "prefix,name,rate,inter,intra\n1,US,0.03,0.03,0.01\n"
    (problem,) = told(RULE, table, rates("1,US,0.02"), more=us)

    assert "1 intra at" in problem.message
