from __future__ import annotations

from engine.checks import customer_card_with_provider
from tests.engine.checks.carriers import told


def card(side: str, more: str = "") -> dict[str, str]:
    return {"rate-cards/c/card.yaml": f"name: C\nside: {side}\ncurrency: EUR\n{more}"}


def test_a_customer_card_of_a_provider_is_wrong() -> None:
    assert told(customer_card_with_provider, card("customer", "provider: atlas\n")) == [
        "rate-cards/c/card.yaml:4:1 provider"
    ]


def test_a_customer_card_of_nobody_and_a_provider_card_are_right() -> None:
    assert told(customer_card_with_provider, card("customer")) == []
    assert told(customer_card_with_provider, card("provider", "provider: atlas\n")) == []
