from __future__ import annotations

from tests.engine.checks.telling import BEN, a_did, is_quiet, tells

RULE = "did-margin"


def files(more: str, currency: str = "GBP") -> dict[str, str]:
    return {
        BEN + "dids.yaml": f"dids: [{a_did(more=more)}]",
        "providers/thames/provider.yaml": f"name: Thames\ncurrency: {currency}",
    }


def test_a_number_sold_below_cost_is_told() -> None:
    below = files('retail: "0.30", cost: "0.40"')

    tells(RULE, below, BEN + "dids.yaml", "dids.0.retail", "costs 0.40", "sold for 0.30")


def test_a_number_sold_at_cost_is_fine() -> None:
    assert is_quiet(RULE, files('retail: "0.40", cost: "0.40"'))


def test_prices_in_two_currencies_and_packages_are_not_compared() -> None:
    assert is_quiet(RULE, files('retail: "0.30", cost: "0.40"', currency="EUR"))
    assert is_quiet(RULE, files('package: did-uk, cost: "0.40"'))
