from __future__ import annotations

import pytest

from schemas.hours import Hours, WeeklyHours, weekly_hours
from tests.schemas.test_values import accepted, refused


@pytest.mark.parametrize(
    ("text", "days", "start", "end"),
    [
        ("mon-fri 08:00-18:00", {0, 1, 2, 3, 4}, 480, 1080),
        ("sat 09:00-13:00", {5}, 540, 780),
        ("mon,wed 00:00-24:00", {0, 2}, 0, 1440),
        ("daily 00:00-08:00", {0, 1, 2, 3, 4, 5, 6}, 0, 480),
        ("fri-mon 22:00-06:00", {4, 5, 6, 0}, 1320, 360),
    ],
)
def test_a_slot_is_days_and_two_clock_times(
    text: str, days: set[int], start: int, end: int
) -> None:
    assert weekly_hours(text) == WeeklyHours(frozenset(days), start, end)


def test_slots_are_kept_in_one_spelling() -> None:
    assert accepted(Hours, " Mon-Fri  08:00-18:00") == "mon-fri 08:00-18:00"


@pytest.mark.parametrize(
    "text",
    [
        "08:00-18:00",
        "mon 9-5",
        "mon 25:00-26:00",
        "mon 08:60-09:00",
        "mon 08:00-08:00",
        "mo 08:00-09:00",
        "mon 24:00-01:00",
        "mon- 08:00-09:00",
        "mon,,tue 08:00-09:00",
        "",
    ],
)
def test_other_texts_are_no_slots(text: str) -> None:
    assert refused(Hours, text)[0] == "hours"
