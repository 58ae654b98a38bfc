from __future__ import annotations

import pytest

from tests.engine.lints.lending import told
from tests.engine.rating.making import rates

RULE = "coarser-increments"


def test_longer_units_of_the_provider_are_told() -> None:
    (problem,) = told(RULE, rates("44,UK,0.02,1,1"), rates("44,UK,0.0001,60,60"))

    assert "44 60/60 against 1/1" in problem.message


@pytest.mark.parametrize("buy", ["44,UK,0.01,1,1", "44,UK,0.01,6,6", "33,FR,0.01,60,60"])
def test_units_no_longer_than_the_customer_s_are_fine(buy: str) -> None:
    assert told(RULE, rates("44,UK,0.02,6,6"), rates(buy)) == []
