from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "hours-overlap"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mon-fri 08:00-18:00", "fri 17:00-20:00"),
        ("sun 22:00-04:00", "mon 03:00-05:00"),
        ("daily 00:00-24:00", "wed 12:00-13:00"),
    ],
)
def test_slots_that_share_a_minute_are_told(one: str, other: str) -> None:
    files = {BEN + "customer.yaml": a_customer(f"hours: {{slots: ['{one}', '{other}']}}")}

    tells(RULE, files, BEN + "customer.yaml", "hours.slots.1", one, other)


def test_quiet_hours_are_looked_at_too() -> None:
    files = {BEN + "alerts.yaml": "quiet_hours: {slots: [sat 10:00-12:00, sat 11:00-13:00]}"}

    tells(RULE, files, BEN + "alerts.yaml", "quiet_hours.slots.1")


def test_slots_that_touch_are_fine() -> None:
    slots = "[mon-fri 08:00-12:00, mon-fri 12:00-18:00, sat 09:00-24:00, sun 00:00-02:00]"

    assert is_quiet(RULE, {BEN + "customer.yaml": a_customer(f"hours: {{slots: {slots}}}")})
