from __future__ import annotations

from tests.engine.checks.telling import BEN, a_card, is_quiet, tells

RULE = "route-card-side"


def files(side: str) -> dict[str, str]:
    return {
        BEN + "routing.yaml": "routes: [{id: a, rate_card: c}]",
        "rate-cards/c/card.yaml": a_card(side=side),
    }


def test_a_provider_card_is_told() -> None:
    tells(RULE, files("provider"), BEN + "routing.yaml", "routes.0.rate_card", "provider card")


def test_a_customer_card_is_fine() -> None:
    assert is_quiet(RULE, files("customer"))


def test_a_card_that_does_not_exist_is_the_business_of_another_rule() -> None:
    assert is_quiet(RULE, {BEN + "routing.yaml": "routes: [{id: a, rate_card: c}]"})
