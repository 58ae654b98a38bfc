from __future__ import annotations

from tests.engine.checks.telling import BEN, THAMES, a_card, a_did, in_stock, is_quiet, tells

RULE = "did-card-provider"


def files(card: str, more: str = "") -> dict[str, str]:
    return {
        BEN + "dids.yaml": f"dids: [{a_did(more=more)}]",
        "rate-cards/thames-did/card.yaml": card,
        "providers/thames/provider.yaml": "name: Thames\ncurrency: GBP",
    }


OWN = a_card("provider: thames", side="provider")


def test_a_card_of_another_provider_is_told() -> None:
    other = files(a_card("provider: atlas", side="provider"))

    tells(RULE, other, BEN + "dids.yaml", "dids.0.provider_card", "card of atlas", "from thames")


def test_a_customer_card_for_the_cost_is_told() -> None:
    tells(RULE, files(a_card()), BEN + "dids.yaml", "dids.0.provider_card", "customer card")


def test_a_provider_card_for_the_charge_is_told() -> None:
    both = files(OWN, "customer_card: thames-did")

    tells(RULE, both, BEN + "dids.yaml", "dids.0.customer_card", "provider card")


def test_a_card_of_its_provider_is_fine() -> None:
    assert is_quiet(RULE, files(OWN))


def test_a_number_in_stock_has_a_card_of_its_provider_too() -> None:
    stock = {THAMES + "numbers.yaml": f"numbers: [{in_stock()}]"}
    other = files(a_card("provider: atlas", side="provider")) | {BEN + "dids.yaml": "dids: []"}

    place = (THAMES + "numbers.yaml", "numbers.0.provider_card")
    tells(RULE, other | stock, *place, "card of atlas", "from thames")
    assert is_quiet(RULE, files(OWN) | stock | {BEN + "dids.yaml": "dids: []"})
