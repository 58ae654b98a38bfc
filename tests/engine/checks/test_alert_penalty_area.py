from __future__ import annotations

import pytest

from engine.checks import alert_penalty_area
from tests.engine.checks.carriers import told

CUSTOMER = "customers/ben/alerts.yaml"
HOUSE = "alerts/house.yaml"


def alert(path: str, area: str, operator: str = "below", samples: int = 50) -> dict[str, str]:
    watch = "watch: {carrier: true}\n" if path == HOUSE else ""
    return {
        path: (
            f"{watch}alerts:\n  - id: a\n    name: A\n    notify: ['#noc']\n    area: {area}\n"
            f"    operator: {operator}\n    threshold: 20\n    penalty_minutes: 60\n"
            f"    min_samples: {samples}\n"
        )
    }


@pytest.mark.parametrize(
    ("files", "place"),
    [
        (alert(CUSTOMER, "balance", "always"), f"{CUSTOMER}:8:5 alerts.0.penalty_minutes"),
        (alert(CUSTOMER, "package_due"), f"{CUSTOMER}:8:5 alerts.0.penalty_minutes"),
        (alert(HOUSE, "asr"), f"{HOUSE}:9:5 alerts.0.penalty_minutes"),
        (alert(CUSTOMER, "asr", samples=0), f"{CUSTOMER}:9:5 alerts.0.min_samples"),
    ],
)
def test_a_penalty_that_blocks_nobody_or_on_no_ground_is_wrong(
    files: dict[str, str], place: str
) -> None:
    assert told(alert_penalty_area, files) == [place]


def test_a_penalty_for_junk_traffic_or_spent_credit_is_right() -> None:
    assert told(alert_penalty_area, alert(CUSTOMER, "asr")) == []
    assert told(alert_penalty_area, alert(CUSTOMER, "balance", samples=0)) == []
