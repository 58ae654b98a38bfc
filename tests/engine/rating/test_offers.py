"""What a parent offers: its cost of a minute in the built card's money, or none that can be used."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.rating.offers import Offers, Parent, unit_of
from schemas.rate_card import Rounding
from tests.engine.rating.making import compiled, header, rates


def offered(row: str, more: str = "", exchange: Fraction = Fraction(1)) -> tuple[object, bool]:
    card = header(f"name: P\nside: provider\nprovider: a\ncurrency: EUR\n{more}")
    parent = Parent("p", card, compiled(rates(row)), exchange, Rounding.UP)
    unit = unit_of([parent])
    offer = Offers(parent, ("rate",), None, unit).of(0)
    cost = offer.costs[0]
    return (None if cost is None else Fraction(cost) / unit), offer.is_usable


@pytest.mark.parametrize(
    ("row", "more", "cost", "usable"),
    [
        ("44,UK,0.02", "", "0.022", True),
        ("44,UK,0.02", "per_seconds: 7\n", Fraction(132, 700), True),
        ("44,UK,0.02", "outgoing: {capped_rate: '0.01'}\n", None, True),
        ("44,UK,0.02,,,0.1", "outgoing: {block_connect_cost: true}\n", "0.022", False),
        ("44,UK,,,,,blocked", "", None, False),
    ],
)
def test_a_row_is_an_offer_if_calls_go_out_by_it(
    row: str, more: str, cost: str | Fraction | None, usable: object
) -> None:
    wanted = None if cost is None else Fraction(cost)

    assert offered(row, more, Fraction(11, 10)) == (wanted, usable)
