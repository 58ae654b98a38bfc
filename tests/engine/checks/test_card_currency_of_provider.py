from __future__ import annotations

from engine.checks import card_currency_of_provider
from tests.engine.checks.carriers import told


def files(currency: str) -> dict[str, str]:
    return {
        "providers/atlas/provider.yaml": "name: Atlas\ncurrency: EUR\n",
        "rate-cards/c/card.yaml": (
            f"name: C\nside: provider\nprovider: atlas\ncurrency: {currency}\n"
        ),
    }


def test_a_card_in_another_currency_than_its_provider_is_wrong() -> None:
    assert told(card_currency_of_provider, files("USD")) == ["rate-cards/c/card.yaml:4:1 currency"]


def test_a_card_in_the_currency_of_its_provider_is_right() -> None:
    assert told(card_currency_of_provider, files("EUR")) == []
