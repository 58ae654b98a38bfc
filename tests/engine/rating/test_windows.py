"""Prices that change in the course of a call: where windows open and close, in their own zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from engine.rating.charge import Price
from engine.rating.windows import later_prices, open_windows
from schemas.windows import AcrossWindows, Window

DAY, NIGHT = Price(rate=2), Price(rate=1)


def a_window(name: str = "night", **more: Any) -> Window:
    return Window.model_validate({"id": name, "hours": ["daily 20:00-07:00"], **more})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def by_night(windows: Mapping[str, int]) -> Price | None:
    return NIGHT if "night" in windows else DAY


def changes(start: str, seconds: int, *windows: Window) -> list[tuple[int, Price]]:
    return list(
        later_prices(windows or (a_window(),), AcrossWindows.SPLIT, at(start), seconds, by_night)
    )


@pytest.mark.parametrize(
    ("more", "instant", "is_open"),
    [
        ({}, "2026-06-01T20:00:00", True),
        ({}, "2026-06-01T19:59:59", False),
        ({}, "2026-06-02T06:59:59", True),
        ({}, "2026-06-02T07:00:00", False),
        ({"zone": "Europe/London"}, "2026-06-01T19:00:00", True),  # 20:00 in summer
        ({"zone": "Europe/London"}, "2026-12-01T19:00:00", False),
        ({"hours": ["fri 20:00-07:00"]}, "2026-06-06T03:00:00", True),  # of Friday's night
        ({"hours": ["fri 20:00-07:00"]}, "2026-06-05T03:00:00", False),
        ({"hours": ["sat,sun 00:00-24:00"]}, "2026-06-07T23:59:59", True),
        ({"hours": [], "dates": ["2026-12-24..2026-12-26"]}, "2026-12-26T23:59:59", True),
        ({"hours": [], "dates": ["2026-12-24..2026-12-26"]}, "2026-12-27T00:00:00", False),
        ({"dates": ["2026-12-24"]}, "2026-12-25T03:00:00", True),  # the night of the 24th
        ({"dates": ["2026-12-24"]}, "2026-12-24T03:00:00", False),
    ],
)
def test_a_window_is_open_in_its_hours_and_on_its_days(
    more: dict[str, Any], instant: str, is_open: bool
) -> None:
    assert bool(open_windows((a_window(**more),), at(instant))) is is_open


def test_open_windows_have_their_weights() -> None:
    windows = (a_window(), a_window("feast", hours=[], dates=["2026-06-01"], weight=7))

    assert open_windows(windows, at("2026-06-01T22:00:00")) == {"night": 1, "feast": 7}


def test_a_price_changes_at_the_second_the_window_opens_or_closes() -> None:
    assert changes("2026-06-01T19:59:30", 60) == [(30, NIGHT)]
    assert changes("2026-06-01T19:59:30", 30) == []
    assert changes("2026-06-01T19:00:00", 13 * 3600) == [(3600, NIGHT), (12 * 3600, DAY)]


def test_a_part_of_a_second_before_the_border_counts_as_before() -> None:
    assert changes("2026-06-01T19:59:59.500", 60) == [(1, NIGHT)]


def test_a_night_on_which_clocks_go_back_is_an_hour_longer() -> None:
    london = a_window(zone="Europe/London")

    assert changes("2026-10-24T18:59:00", 14 * 3600, london) == [(60, NIGHT), (12 * 3600 + 60, DAY)]


@pytest.mark.parametrize(
    ("zone", "hours", "start"),
    [
        ("Europe/London", "daily 01:30-02:30", "2026-10-25T00:00:00"),  # 01:30 comes twice
        ("Europe/London", "daily 00:15-01:45", "2026-10-24T22:00:00"),
        ("Europe/London", "daily 01:30-05:00", "2026-03-29T00:00:00"),  # 01:30 never comes
        ("Europe/London", "daily 23:00-01:15", "2026-03-28T22:00:00"),
        ("America/Santiago", "sun 00:30-03:00", "2026-09-06T02:00:00"),  # midnight never comes
        ("Australia/Lord_Howe", "daily 01:40-01:50", "2026-04-04T14:00:00"),  # half an hour twice
    ],
)
def test_a_price_changes_whenever_the_window_does_also_on_days_clocks_are_set(
    zone: str, hours: str, start: str
) -> None:
    window, begin = a_window(hours=[hours], zone=zone), at(start)
    open_by_minute = [window.is_open(begin + timedelta(minutes=one)) for one in range(6 * 60)]

    expected = [
        (minute * 60, NIGHT if after else DAY)
        for minute, (before, after) in enumerate(pairwise(open_by_minute), start=1)
        if before != after
    ]
    assert changes(start, 6 * 3600, window) == expected


def test_a_border_behind_which_nothing_costs_otherwise_is_none() -> None:
    other = a_window("other", hours=["daily 20:30-21:00"])

    assert changes("2026-06-01T20:00:00", 7200, a_window(), other) == []


def test_a_call_may_keep_the_price_it_began_with() -> None:
    kept = later_prices((a_window(),), AcrossWindows.FIRST, at("2026-06-01T19:59:30"), 60, by_night)

    assert kept == ()


def test_where_a_window_has_no_price_the_one_before_counts_on() -> None:
    def only_by_day(windows: Mapping[str, int]) -> Price | None:
        return None if "night" in windows else DAY

    found = later_prices(
        (a_window(),), AcrossWindows.SPLIT, at("2026-06-01T19:59:30"), 60, only_by_day
    )
    assert found == ()
