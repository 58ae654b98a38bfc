"""Chance on the way of a call: the same for the same call, spread over different ones."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.calls.model import Call
from engine.calls.walk import Walk
from schemas.counters import Counters
from tests.engine.calls.carrier import JUNE, a_config

CONFIG = a_config()


def a_walk(**call: Any) -> Walk:
    return Walk(
        Call(**{"number": "442079460018", "cli": "1", "at": JUNE, **call}), CONFIG, Counters()
    )


def test_the_same_call_draws_the_same() -> None:
    many = 10**9
    assert a_walk(call_id="x").draw("a", many) == a_walk(call_id="x", cli="2").draw("a", many)
    assert a_walk(call_id="x").draw("a", many) != a_walk(call_id="x").draw("b", many)
    assert a_walk(cli="1").draw("a", many) != a_walk(cli="2").draw("a", many)


def test_weights_of_ten_and_one_draw_ten_of_eleven() -> None:
    firsts = Counter(
        a_walk(call_id=str(one)).weighed([("heavy", 10), ("light", 1)], "g")[0]
        for one in range(2_200)
    )

    assert 1_930 <= firsts["heavy"] <= 2_070


@given(weights=st.lists(st.integers(0, 9), max_size=6), call_id=st.text(min_size=1, max_size=5))
def test_drawing_loses_nothing_and_puts_what_weighs_nothing_last(
    weights: list[int], call_id: str
) -> None:
    items = [(place, weight) for place, weight in enumerate(weights)]
    drawn = a_walk(call_id=call_id).weighed(items, "g")

    assert sorted(drawn) == list(range(len(weights)))
    without = [weights[place] == 0 for place in drawn]
    assert without == sorted(without)
