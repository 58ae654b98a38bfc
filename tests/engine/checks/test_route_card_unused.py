from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "route-card-unused"


def test_the_card_of_a_route_to_extensions_is_told() -> None:
    text = "routes: [{id: b, deliver_to: extension, rate_card: retail}]"

    tells(RULE, {BEN + "routing.yaml": text}, BEN + "routing.yaml", "routes.0.rate_card", "retail")


def test_the_card_of_a_route_to_providers_is_used() -> None:
    assert is_quiet(RULE, {BEN + "routing.yaml": "routes: [{id: b, rate_card: retail}]"})
