from __future__ import annotations

from engine.checks import alert_window_area
from tests.engine.checks.carriers import told

ALERT = """
    alerts:
      - id: a
        name: A
        notify: ["#noc"]
        area: {}
        operator: below
        threshold: 10
        sample_period: 30
        min_samples: 50
    """


def test_a_window_of_a_value_without_one_is_wrong_under_its_old_name_too() -> None:
    files = {"customers/ben/alerts.yaml": ALERT.format("balance")}

    assert told(alert_window_area, files) == [
        "customers/ben/alerts.yaml:2:5 alerts.0.window_minutes",
        "customers/ben/alerts.yaml:9:5 alerts.0.min_samples",
    ]


def test_a_window_of_calls_is_right() -> None:
    files = {"customers/ben/alerts.yaml": ALERT.format("asr")}

    assert told(alert_window_area, files) == []
