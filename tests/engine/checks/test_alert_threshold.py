from __future__ import annotations

import pytest

from engine.checks import alert_threshold
from tests.engine.checks.carriers import told


def alert(rest: str) -> dict[str, str]:
    head = "alerts:\n  - id: a\n    name: A\n    notify: ['#noc']\n"
    lines = "".join(f"    {line}\n" for line in rest.split("; "))
    return {"customers/ben/alerts.yaml": head + lines}


@pytest.mark.parametrize(
    ("rest", "place"),
    [
        ("area: balance; operator: below", "2:5 alerts.0.threshold"),
        ("area: balance; operator: always; threshold: 5", "7:5 alerts.0.threshold"),
        ("area: balance; operator: always; reset: 5", "7:5 alerts.0.reset"),
        ("area: asr; operator: below; threshold: 101", "7:5 alerts.0.threshold"),
        ("area: asr; operator: below; threshold: 90; reset: 101", "8:5 alerts.0.reset"),
        ("area: profit_margin; operator: below; threshold: 101", "7:5 alerts.0.threshold"),
        ("area: cps; operator: above; threshold: -1", "7:5 alerts.0.threshold"),
    ],
)
def test_a_threshold_that_is_missing_needless_or_out_of_reach_is_wrong(
    rest: str, place: str
) -> None:
    assert told(alert_threshold, alert(rest)) == [f"customers/ben/alerts.yaml:{place}"]


@pytest.mark.parametrize(
    "rest",
    [
        "area: balance; operator: below; threshold: -50",
        "area: asr; operator: at_most; threshold: 100",
        "area: profit_margin; operator: below; threshold: -5",
        "area: contract_grace; operator: at_most; threshold: -1",
        "area: balance; operator: always",
    ],
)
def test_a_threshold_the_value_can_reach_is_right(rest: str) -> None:
    assert told(alert_threshold, alert(rest)) == []
