from __future__ import annotations

from tests.engine.checks.telling import BEN, a_card, a_did, is_quiet, tells

RULE = "did-card-direction"


def files(direction: str, more: str = "customer_card: inbound") -> dict[str, str]:
    return {
        BEN + "dids.yaml": f"dids: [{a_did(more=more)}]",
        "rate-cards/inbound/card.yaml": a_card(direction=direction),
    }


def ranges(direction: str, holder: str) -> dict[str, str]:
    return {
        BEN + "dids.yaml": f"dids: [{a_did()}]",
        "rate-cards/thames-did/card.yaml": a_card(side="provider", direction=direction),
        "providers/thames/provider.yaml": f"name: Thames\ncurrency: GBP\n{holder}",
    }


def test_a_card_for_outgoing_calls_is_told() -> None:
    tells(RULE, files("termination"), BEN + "dids.yaml", "dids.0.customer_card", "termination")


def test_a_provider_card_for_outgoing_calls_is_told() -> None:
    tells(RULE, ranges("termination", ""), BEN + "dids.yaml", "dids.0.provider_card", "thames-did")


def test_cards_for_incoming_calls_are_fine() -> None:
    assert is_quiet(RULE, files("origination"))
    assert is_quiet(RULE, files("termination", more=""))


def test_the_card_of_a_range_holder_may_have_any_direction() -> None:
    assert is_quiet(RULE, ranges("termination", "range_holder: thames-did"))
