"""Margins between cards: a loss is found exactly where some number of both loses at some length."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calls.prices import price_of, rule_at
from engine.rating.charge import charge
from engine.rating.compiled import PricedRow, milliseconds
from engine.rating.margins import compared, pairs
from engine.rating.tariffs import LENGTHS_S, Tariff
from tests.engine.calls.carrier import ROUTES, a_config, more
from tests.engine.rating.making import JUNE, compiled, header, rates

CARD = header("name: A\nside: customer\ncurrency: USD\n")


@st.composite
def tables(draw: st.DrawFn) -> str:
    prefixes = draw(st.lists(st.text("12", min_size=1, max_size=3), unique=True, min_size=1))
    terms = st.sampled_from(["", "1,1", "60,60", "30,6"])
    price = st.sampled_from(["0.01", "0.02", "0.0201", "0.03"])
    return rates(*(f"{one},,{draw(price)},{draw(terms)}" for one in sorted(prefixes)))


@given(
    tables(),
    tables(),
    st.sampled_from([Fraction(1), Fraction(11, 10)]),
    st.text("123", min_size=4, max_size=4),
)
def test_losses_are_where_numbers_lose(
    sell: str, buy: str, exchange: Fraction, number: str
) -> None:
    one, other = (Tariff("a", CARD, compiled(table), JUNE) for table in (sell, buy))
    pair = compared(one, other, exchange, most=100)

    here, there = (tariff.rates.find(number, milliseconds(JUNE)) for tariff in (one, other))
    if here is None or there is None:
        return
    lost = {
        seconds for seconds in LENGTHS_S if _cost(here, seconds) < _cost(there, seconds) * exchange
    }
    told = [
        loss
        for loss in (*pair.losses, *pair.deeper)
        if (loss.sell, loss.buy) == (here.prefix, there.prefix)
    ]
    assert {seconds for loss in told for seconds in loss.seconds} == lost


def _cost(row: PricedRow, seconds: int) -> Fraction:
    price = price_of(CARD, row, row.prices["rate"])
    return Fraction(charge(price, rule_at(CARD, JUNE), seconds * 1000).amount)


@pytest.mark.parametrize(
    ("strategy", "lost"),
    [
        ("prefix: '447'", [("extra", 1)]),
        ("prefix: '4479'", [("extra", 1)]),
        ("prefix: '33'", []),
        ("prefix_set: some", [("extra", 2)]),
    ],
)
def test_a_card_that_only_a_strategy_brings_in_is_compared_where_the_strategy_counts(
    strategy: str, lost: list[tuple[str, int]]
) -> None:
    config = a_config(
        {
            **more(ROUTES, f"    strategies: [{{{strategy}, strategy: best}}]"),
            "strategies/best.yaml": "name: Best\ntype: lcr\noverride_routing: true\ncards: [{card: extra}]\n",
            "prefix-sets/some.yaml": "name: Some\nlines: ['44', '^1', '9#44123']\n",
            "rate-cards/retail/rates.csv": rates("1,US,0.5", "44,UK,0.01", "447,M,0.01"),
            "rate-cards/extra/card.yaml": "name: Extra\nside: provider\nprovider: alpha\ncurrency: USD\n",
            "rate-cards/extra/rates.csv": rates("1,US,0.02", "33,FR,0.02", "44,UK,0.02"),
        }
    )

    found = [(pair.buy, pair.lost) for pair in pairs(config, JUNE) if pair.buy == "extra"]

    assert [one for one in found if one[1]] == lost
