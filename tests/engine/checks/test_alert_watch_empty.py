from __future__ import annotations

import pytest

from engine.checks import alert_watch_empty
from tests.engine.checks.carriers import told


@pytest.mark.parametrize("watch", ["{}", "{tags: []}", "{carrier: false}"])
def test_a_file_that_watches_nobody_is_wrong(watch: str) -> None:
    files = {"alerts/shared.yaml": f"quiet_hours: {{zone: UTC}}\nwatch: {watch}\n"}

    assert told(alert_watch_empty, files) == ["alerts/shared.yaml:2:1 watch"]


@pytest.mark.parametrize("watch", ["{tags: [retail]}", "{carrier: true}", "{all_customers: true}"])
def test_a_file_that_watches_somebody_is_right(watch: str) -> None:
    assert told(alert_watch_empty, {"alerts/shared.yaml": f"watch: {watch}\n"}) == []
