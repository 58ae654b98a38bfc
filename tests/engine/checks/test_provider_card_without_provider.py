from __future__ import annotations

from engine.checks import provider_card_without_provider
from tests.engine.checks.carriers import told


def card(side: str, more: str = "") -> dict[str, str]:
    return {"rate-cards/c/card.yaml": f"name: C\nside: {side}\ncurrency: EUR\n{more}"}


def test_a_provider_card_of_nobody_is_wrong() -> None:
    assert told(provider_card_without_provider, card("provider")) == [
        "rate-cards/c/card.yaml:2:1 side"
    ]


def test_a_provider_card_of_somebody_and_a_customer_card_are_right() -> None:
    assert told(provider_card_without_provider, card("provider", "provider: atlas\n")) == []
    assert told(provider_card_without_provider, card("customer")) == []
