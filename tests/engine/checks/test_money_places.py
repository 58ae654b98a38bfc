from __future__ import annotations

from tests.engine.checks.telling import BEN, THAMES, a_customer, a_did, in_stock, is_quiet, tells

RULE = "money-places"


def test_half_a_penny_is_told() -> None:
    files = {BEN + "customer.yaml": a_customer('credit: {debit_limit: "10.005"}')}

    tells(RULE, files, BEN + "customer.yaml", "credit.debit_limit", '"10.005"', "GBP has 2")


def test_yen_have_no_decimals() -> None:
    files = {"packages/a.yaml": 'name: A\ncurrency: JPY\nretail: "9.5"'}

    tells(RULE, files, "packages/a.yaml", "retail", "JPY has 0")


def test_the_price_of_a_number_counts_in_the_customers_currency() -> None:
    files = {BEN + "dids.yaml": f"dids: [{a_did(more='retail: 1.005')}]"}

    tells(RULE, files, BEN + "dids.yaml", "dids.0.retail", "GBP has 2")


def test_zeros_at_the_end_and_three_places_of_a_dinar_are_fine() -> None:
    files = {
        BEN + "customer.yaml": a_customer('credit: {debit_limit: "10.000"}'),
        "packages/a.yaml": 'name: A\ncurrency: BHD\nretail: "9.555"',
    }

    assert is_quiet(RULE, files)


def test_the_cost_of_a_number_counts_in_the_currency_of_its_provider() -> None:
    files = {
        THAMES + "provider.yaml": "name: Thames\ncurrency: JPY",
        THAMES + "numbers.yaml": f"numbers: [{in_stock(more='setup_cost: 0.5')}]",
    }

    tells(RULE, files, THAMES + "numbers.yaml", "numbers.0.setup_cost", "JPY has 0")
