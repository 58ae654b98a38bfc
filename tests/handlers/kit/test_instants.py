"""Ends as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic_core import PydanticCustomError

from engine.errors import Refused
from handlers.kit.instants import read_until, told_in, until_word

LONDON = ZoneInfo("Europe/London")
AUCKLAND = ZoneInfo("Pacific/Auckland")
FRIDAY_NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def end(text: str, *, now: datetime = FRIDAY_NOON, zone: ZoneInfo = LONDON) -> str:
    return f"{read_until(text, now=now, zone=zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2h", "2026-11-20 14:00"),
        ("45 min", "2026-11-20 12:45"),
        ("90m", "2026-11-20 13:30"),
        ("3d", "2026-11-23 12:00"),
        ("18:00", "2026-11-20 18:00"),
        ("9:30", "2026-11-21 09:30"),
        ("12:00", "2026-11-21 12:00"),
        ("fri 18:00", "2026-11-20 18:00"),
        ("Friday 09:00", "2026-11-27 09:00"),
        ("mon 08:00", "2026-11-23 08:00"),
        ("tomorrow 08:00", "2026-11-21 08:00"),
        ("today 23:59", "2026-11-20 23:59"),
        ("2026-12-24 18:00", "2026-12-24 18:00"),
        ("2026-12-24T18:00+01:00", "2026-12-24 17:00"),
    ],
)
def test_ends_are_read_as_they_are_typed(text: str, expected: str) -> None:
    assert end(text) == expected


def test_a_clock_time_is_meant_in_the_zone_of_the_person() -> None:
    # It is one o'clock on Saturday night in Auckland.
    assert end("18:00", zone=AUCKLAND) == "2026-11-21 05:00"
    assert end("fri 18:00", zone=AUCKLAND) == "2026-11-27 05:00"


def test_a_time_the_clocks_leave_out_is_the_one_after_the_change() -> None:
    evening = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)

    assert end("01:30", now=evening) == "2026-03-29 01:30"
    assert told_in(read_until("01:30", now=evening, zone=LONDON), LONDON).startswith(
        "Sun 2026-03-29 02:30 Europe/London"
    )


@pytest.mark.parametrize("text", ["today 11:00", "2026-11-20 12:00", "1999-01-01 10:00", "0m"])
def test_an_end_that_is_over_is_refused_with_both_clocks(text: str) -> None:
    with pytest.raises(Refused, match="is over"):
        end(text)


@pytest.mark.parametrize("text", ["2028-01-01 10:00", "9999d"])
def test_an_end_a_year_away_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="more than a year"):
        end(text)


@pytest.mark.parametrize("text", ["later", "24:00", "18", "fri", "2026-11-20", "9999-99-99 10:00"])
def test_what_is_no_end_is_told_with_the_forms(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        until_word(text)


def test_instants_are_told_in_the_zone_and_in_utc() -> None:
    assert told_in(FRIDAY_NOON, AUCKLAND) == (
        "Sat 2026-11-21 01:00 Pacific/Auckland (2026-11-20 12:00 UTC)"
    )
    assert told_in(FRIDAY_NOON, LONDON) == "2026-11-20 12:00 UTC"
