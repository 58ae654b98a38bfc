from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "route-card-missing"


def test_a_route_to_providers_without_a_card_is_told() -> None:
    files = {BEN + "routing.yaml": "routes: [{id: a, rate_card: c}, {id: b}]"}

    tells(RULE, files, BEN + "routing.yaml", "routes.1", "route b")


def test_a_route_to_extensions_needs_no_card() -> None:
    assert is_quiet(RULE, {BEN + "routing.yaml": "routes: [{id: b, deliver_to: extension}]"})
