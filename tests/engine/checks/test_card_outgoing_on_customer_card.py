from __future__ import annotations

from engine.checks import card_outgoing_on_customer_card
from tests.engine.checks.carriers import told


def card(side: str, more: str = "") -> dict[str, str]:
    return {"rate-cards/c/card.yaml": f"name: C\nside: {side}\ncurrency: EUR\n{more}"}


def test_terms_of_sending_on_a_customer_card_are_wrong() -> None:
    assert told(card_outgoing_on_customer_card, card("customer", "outgoing:\n  cps: 3\n")) == [
        "rate-cards/c/card.yaml:4:1 outgoing"
    ]


def test_on_a_provider_card_they_are_right_and_an_empty_group_says_nothing() -> None:
    assert told(card_outgoing_on_customer_card, card("provider", "outgoing: {cps: 3}\n")) == []
    assert told(card_outgoing_on_customer_card, card("customer", "outgoing: {}\n")) == []
