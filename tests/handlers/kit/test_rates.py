"""Changes of prices for people."""

from __future__ import annotations

from engine.rating.terms import Kind
from handlers.kit.rates import counted


def test_changes_are_counted_in_their_order_and_in_the_plural() -> None:
    assert counted({Kind.DECREASE: 1, Kind.INCREASE: 1200, Kind.NEW: 2}) == (
        "2 new, 1,200 increases, 1 decrease"
    )
    assert counted({Kind.NEW: 0}) == "nothing"
