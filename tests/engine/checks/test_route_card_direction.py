from __future__ import annotations

from tests.engine.checks.telling import BEN, a_card, is_quiet, tells

RULE = "route-card-direction"


def files(direction: str) -> dict[str, str]:
    return {
        BEN + "routing.yaml": "routes: [{id: a, rate_card: c}]",
        "rate-cards/c/card.yaml": a_card(direction=direction),
    }


def test_a_card_for_incoming_calls_is_told() -> None:
    tells(RULE, files("origination"), BEN + "routing.yaml", "routes.0.rate_card", "origination")


def test_a_card_for_outgoing_calls_is_fine() -> None:
    assert is_quiet(RULE, files("termination"))
