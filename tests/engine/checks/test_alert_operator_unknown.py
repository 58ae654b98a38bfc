from __future__ import annotations

from engine.checks import alert_operator_unknown
from tests.engine.checks.carriers import told

OPERATORS = "operators:\n  - {id: ada, name: Ada, email: ada@example.com, roles: [operator]}\n"


def alerts(who: str) -> dict[str, str]:
    return {
        "operators.yaml": OPERATORS,
        "alerts/house.yaml": (
            "watch: {carrier: true}\n"
            "alerts:\n  - id: quiet\n    name: Quiet\n    area: attempts\n    operator: below\n"
            f"    threshold: 1\n    notify:\n      - '#noc'\n      - operator:{who}\n"
        ),
    }


def test_an_operator_who_is_not_there_is_wrong() -> None:
    assert told(alert_operator_unknown, alerts("eve")) == [
        "alerts/house.yaml:10:9 alerts.0.notify.1"
    ]


def test_an_operator_who_is_there_is_right() -> None:
    assert told(alert_operator_unknown, alerts("ada")) == []
