from __future__ import annotations

from tests.engine.checks.telling import BEN, a_did, is_quiet, tells

RULE = "recording-without-contract"

ROUTE = {BEN + "routing.yaml": "routes: [{id: a, rate_card: c, media: {recording_percent: 25}}]"}
CONTRACTS = {BEN + "contracts.yaml": "contracts: [{id: a, contract: recording-consent}]"}


def test_a_recorded_route_is_told() -> None:
    told_at = "routes.0.media.recording_percent"

    tells(RULE, ROUTE, BEN + "routing.yaml", told_at, "25 %")


def test_a_recorded_number_is_told() -> None:
    files = {BEN + "dids.yaml": f"dids: [{a_did(more='media: {recording_percent: 100}')}]"}

    tells(RULE, files, BEN + "dids.yaml", "dids.0.media.recording_percent", "100 %")


def test_a_customer_with_an_agreement_is_fine() -> None:
    assert is_quiet(RULE, ROUTE | CONTRACTS)
