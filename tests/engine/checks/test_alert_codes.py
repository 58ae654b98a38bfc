from __future__ import annotations

import pytest

from engine.checks import alert_codes
from tests.engine.checks.carriers import told


def alert(area: str, codes: str) -> dict[str, str]:
    return {
        "customers/ben/alerts.yaml": (
            "alerts:\n  - id: a\n    name: A\n    notify: ['#noc']\n    operator: above\n"
            f"    threshold: 20\n    area: {area}\n{codes}"
        )
    }


@pytest.mark.parametrize(
    ("area", "codes", "place"),
    [("code_share", "", "2:5"), ("asr", "    codes: ['503']\n", "8:5")],
)
def test_codes_missing_or_needless_are_wrong(area: str, codes: str, place: str) -> None:
    assert told(alert_codes, alert(area, codes)) == [
        f"customers/ben/alerts.yaml:{place} alerts.0.codes"
    ]


def test_codes_of_a_share_are_right() -> None:
    assert told(alert_codes, alert("code_share", "    codes: ['503']\n")) == []
    assert told(alert_codes, alert("asr", "")) == []
