from __future__ import annotations

from engine.checks import card_zones_without_prices
from tests.engine.checks.carriers import told


def card(prices: str) -> dict[str, str]:
    return {
        "rate-cards/c/card.yaml": (
            f"name: C\nside: customer\ncurrency: EUR\nprices: {prices}\n"
            "zones: {sources: [DE], destinations: [FR]}\n"
        )
    }


def test_zones_that_no_price_follows_are_wrong() -> None:
    assert told(card_zones_without_prices, card("single")) == ["rate-cards/c/card.yaml:5:1 zones"]


def test_zones_of_prices_by_zone_are_right() -> None:
    assert told(card_zones_without_prices, card("origin_zones")) == []
