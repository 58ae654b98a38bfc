from __future__ import annotations

from tests.engine.lints.lending import told
from tests.engine.rating.making import rates

RULE = "deeper-cost"


def test_a_longer_prefix_that_the_provider_charges_more_for_is_told() -> None:
    (problem,) = told(RULE, rates("44,UK,0.02"), rates("44,UK,0.01", "4470,P,0.3"))

    assert problem.field == "rates[44]"
    assert "buy splits what sell has one price for" in problem.message
    assert "4470 at" in problem.message
    assert told("sell-below-buy", rates("44,UK,0.02"), rates("44,UK,0.01", "4470,P,0.3")) == []


def test_a_longer_prefix_that_costs_less_is_fine() -> None:
    assert told(RULE, rates("44,UK,0.02"), rates("44,UK,0.01", "4420,L,0.005")) == []
