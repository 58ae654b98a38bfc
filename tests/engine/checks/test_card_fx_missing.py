from __future__ import annotations

from engine.checks import card_fx_missing
from tests.engine.checks.carriers import problems, told

SELL = "rate-cards/sell/card.yaml"
BUY = "name: Buy\nside: provider\nprovider: a\ncurrency: EUR\n"
FX = 'rates: [{id: a, one: EUR, currency: GBP, worth: "0.85", since: 2030-01-01T00:00:00Z}]\n'


def files(currency: str = "GBP", **more: str) -> dict[str, str]:
    sell = f"name: Sell\nside: customer\ncurrency: {currency}\nbuild: {{parents: [buy]}}\n"
    return {SELL: sell, "rate-cards/buy/card.yaml": BUY, **more}


def test_a_parent_in_a_currency_that_nothing_leads_from_is_told() -> None:
    (problem,) = problems(card_fx_missing, files())

    assert (problem.path, problem.field) == (SELL, "build.parents.0")
    assert "buy is in EUR and sell in GBP" in problem.message


def test_an_entry_that_goes_is_missed_in_the_change() -> None:
    before = files() | {"fx.yaml": FX}

    assert told(card_fx_missing, files() | {"fx.yaml": "rates: []\n"}, before=before) != []


def test_an_entry_whenever_it_counts_or_the_same_currency_is_fine() -> None:
    assert told(card_fx_missing, files() | {"fx.yaml": FX}) == []
    assert told(card_fx_missing, files("EUR")) == []
