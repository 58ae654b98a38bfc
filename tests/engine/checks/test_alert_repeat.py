from __future__ import annotations

from engine.checks import alert_repeat
from tests.engine.checks.carriers import told

REPORT = """
    alerts:
      - id: daily
        name: Daily
        notify: ["#noc"]
        area: balance
        operator: always
    """


def test_a_report_without_a_rhythm_is_wrong() -> None:
    assert told(alert_repeat, {"customers/ben/alerts.yaml": REPORT}) == [
        "customers/ben/alerts.yaml:2:5 alerts.0.repeat_minutes"
    ]


def test_a_report_with_one_is_right() -> None:
    files = {"customers/ben/alerts.yaml": REPORT.rstrip() + "\n        repeat_minutes: 1440\n"}

    assert told(alert_repeat, files) == []
