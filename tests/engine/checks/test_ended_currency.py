from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "ended-currency"


def test_the_german_mark_has_ended() -> None:
    files = {BEN + "customer.yaml": a_customer(currency="DEM")}

    tells(RULE, files, BEN + "customer.yaml", "currency", "DEM", "German Mark")


def test_top_ups_are_looked_at_too() -> None:
    files = {BEN + "customer.yaml": a_customer("billing: {topup_currencies: [GBP, ITL]}")}

    tells(RULE, files, BEN + "customer.yaml", "billing.topup_currencies.1", "ITL")


def test_currencies_in_use_are_fine() -> None:
    assert is_quiet(RULE, {BEN + "customer.yaml": a_customer(currency="JPY")})
