from __future__ import annotations

from tests.engine.checks.telling import BEN, a_card, a_did, is_quiet, tells

RULE = "did-card-currency"


def files(currency: str) -> dict[str, str]:
    return {
        BEN + "dids.yaml": f"dids: [{a_did(more='customer_card: inbound')}]",
        "rate-cards/inbound/card.yaml": a_card(currency=currency),
    }


def test_a_card_in_another_currency_is_told() -> None:
    tells(RULE, files("USD"), BEN + "dids.yaml", "dids.0.customer_card", "in USD", "in GBP")


def test_a_card_in_the_currency_of_the_customer_is_fine() -> None:
    assert is_quiet(RULE, files("GBP"))
