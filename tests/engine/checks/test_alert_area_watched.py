from __future__ import annotations

import pytest

from engine.checks import alert_area_watched
from tests.engine.checks.carriers import problems, told

ALERT = (
    "alerts:\n  - id: a\n    name: A\n    notify: ['#noc']\n    operator: below\n"
    "    threshold: 1\n    area: {}\n"
)


@pytest.mark.parametrize(
    ("watch", "area"),
    [
        ("all_providers: true", "balance"),
        ("carrier: true", "available_credit"),
        ("tags: [retail]", "provider_balance"),
        ("{tags: [retail], all_providers: true}", "daily_spend"),
    ],
)
def test_a_value_the_watched_do_not_have_is_wrong(watch: str, area: str) -> None:
    watched = watch if watch.startswith("{") else f"{{{watch}}}"
    files = {"alerts/shared.yaml": f"watch: {watched}\n" + ALERT.format(area)}

    assert told(alert_area_watched, files) == ["alerts/shared.yaml:8:5 alerts.0.area"]


def test_a_customers_own_alert_cannot_watch_what_a_provider_has() -> None:
    [problem] = problems(
        alert_area_watched, {"customers/ben/alerts.yaml": ALERT.format("provider_balance")}
    )

    assert problem.hint == "it can be watched of a provider"


def test_values_of_calls_can_be_watched_of_everybody() -> None:
    watch = "watch: {all_customers: true, all_providers: true, carrier: true}\n"
    files = {
        "alerts/shared.yaml": watch + ALERT.format("asr"),
        "customers/ben/alerts.yaml": ALERT.format("balance"),
    }

    assert told(alert_area_watched, files) == []
