from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schemas.dates import Day, Instant
from schemas.scalars import PlainText
from tests.schemas.test_values import accepted, refused


def test_days_may_stand_without_quotes() -> None:
    assert accepted(Day, PlainText("2026-06-01")) == date(2026, 6, 1)
    assert accepted(Day, "2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2026-02-30", "01.06.2026", "2026-6-1", "20260601", "2026-W01-1"])
def test_other_texts_are_no_days(text: str) -> None:
    assert refused(Day, text)[0] == "date"


@pytest.mark.parametrize(
    "text", ["2026-06-01", "2026-06-01T00:00:00Z", "2026-06-01 00:00:00+00:00"]
)
def test_instants_are_utc_and_a_day_is_its_first_moment(text: str) -> None:
    assert accepted(Instant, text) == datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2026-06-01T00:00:00", "2026-06-01T00:00:00+02:00", "2026-06-01T25:00Z", "noon"]
)
def test_instants_elsewhere_are_refused(text: str) -> None:
    assert refused(Instant, text)[0] == "date"


def test_an_instant_written_by_us_is_read_again() -> None:
    moment = accepted(Instant, "2026-06-01T12:30:15.250Z")

    assert accepted(Instant, str(moment)) == moment
