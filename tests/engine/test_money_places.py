from __future__ import annotations

import pytest

from engine.money_places import places_of


@pytest.mark.parametrize(("currency", "places"), [("GBP", 2), ("JPY", 0), ("BHD", 3), ("HUF", 2)])
def test_a_currency_has_the_decimals_of_its_coins(currency: str, places: int) -> None:
    assert places_of(currency) == places
