"""In Slack: a card that fell behind its parents is rebuilt, and a plan says which golden calls it breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import sample_carrier, settings
from tests.scenarios.steps import ADA, GRACE, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it

PARENT, CHILD = "rate-cards/atlas-standard/rates.csv", "rate-cards/wholesale-eur/rates.csv"


def files() -> dict[str, bytes]:
    sample = sample_carrier()
    dearer = sample[PARENT].replace(b"Bahamas,0.1180", b"Bahamas,0.2000")
    return {**sample, PARENT: dearer, "settings.yaml": settings()}


def test_a_stale_card_is_rebuilt_from_its_own_page(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        assert office.slash("/trunkline rate card show wholesale-eur", GRACE).ok
        card = office.told(GRACE)
        assert "Stale: wholesale-eur is not what its parents make of it now" in json.dumps(card)
        assert office.press(card, "Rebuild", GRACE).ok

        plan = office.told(GRACE)
        assert plan["text"].startswith("Plan: rebuild wholesale-eur: 1 increase")
        assert "1242" in json.dumps(plan["blocks"])
        assert office.press(plan, "Confirm", GRACE).ok
        assert office.told(GRACE)["text"].startswith("Done: rebuild wholesale-eur")

        assert b",0.2240," in (office.carrier.file(CHILD) or b"")
        office.slash("/trunkline rate card show wholesale-eur", GRACE)
        assert "Rebuild" not in labels_of(office.told(GRACE))


def test_a_plan_says_which_golden_calls_it_breaks(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        assert office.slash("/trunkline route edit ben-llc standard --enabled no", ADA).ok

        plan = json.dumps(office.told(ADA))

        assert "golden call london (Price list of June) is not as expected" in plan
        assert "outcome refused instead of routed" in plan
        assert "Confirm" in labels_of(office.told(ADA))
