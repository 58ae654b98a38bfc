from __future__ import annotations

import pytest

from engine.checks import alert_reset_side
from tests.engine.checks.carriers import told


def alert(operator: str, threshold: str, reset: str) -> dict[str, str]:
    return {
        "customers/ben/alerts.yaml": f"""
            alerts:
              - id: a
                name: A
                notify: ["#noc"]
                area: asr
                operator: {operator}
                threshold: {threshold}
                reset: {reset}
            """
    }


@pytest.mark.parametrize(
    ("operator", "reset"), [("below", "29"), ("at_most", "29.9"), ("above", "31"), ("equals", "30")]
)
def test_a_reset_on_the_bad_side_is_wrong(operator: str, reset: str) -> None:
    assert told(alert_reset_side, alert(operator, "30", reset)) == [
        "customers/ben/alerts.yaml:8:5 alerts.0.reset"
    ]


@pytest.mark.parametrize(
    ("operator", "reset"), [("below", "30"), ("at_most", "31"), ("above", "30"), ("at_least", "29")]
)
def test_a_reset_on_the_good_side_or_at_the_threshold_is_right(operator: str, reset: str) -> None:
    assert told(alert_reset_side, alert(operator, "30", reset)) == []
