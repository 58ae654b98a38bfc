"""When jobs are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.jobs import MOST_CAUGHT_UP, CatchUp, Due, Job, due, is_late, next_slot, slot_of

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOURLY = Job(name="count", command="whoami", every=HOUR)
EACH = Job(name="count", command="whoami", every=HOUR, catch_up=CatchUp.ALL)
NIGHTLY = Job(
    name="night", command="whoami", every=24 * HOUR, offset=timedelta(hours=2, minutes=10)
)


def test_a_slot_lasts_until_the_next_begins() -> None:
    assert slot_of(HOURLY, NOON) == NOON
    assert slot_of(HOURLY, NOON + HOUR - timedelta(milliseconds=1)) == NOON
    assert next_slot(HOURLY, NOON) == NOON + HOUR


def test_a_nightly_job_is_due_at_its_time_of_day_in_utc() -> None:
    assert slot_of(NIGHTLY, NOON) == datetime(2026, 3, 2, 2, 10, tzinfo=UTC)
    assert next_slot(NIGHTLY, NOON) == datetime(2026, 3, 3, 2, 10, tzinfo=UTC)


def test_a_job_that_never_ran_is_due_once() -> None:
    assert due(EACH, last=None, now=NOON) == Due((NOON,), 0)


def test_a_slot_that_was_run_is_not_due_again() -> None:
    assert due(HOURLY, last=NOON, now=NOON + HOUR / 2) == Due((), 0)


def test_one_run_makes_up_for_all_that_were_missed() -> None:
    assert due(HOURLY, last=NOON, now=NOON + 5.5 * HOUR) == Due((NOON + 5 * HOUR,), 4)


def test_each_missed_slot_is_made_up_for_where_each_counts() -> None:
    found = due(EACH, last=NOON, now=NOON + 3 * HOUR)

    assert found == Due((NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR), 2)


def test_after_a_very_long_stop_the_newest_slots_are_made_up_for_and_all_are_counted() -> None:
    found = due(EACH, last=NOON, now=NOON + 10_000 * HOUR)

    assert len(found.slots) == MOST_CAUGHT_UP
    assert found.slots[-1] == NOON + 10_000 * HOUR
    assert found.missed == 9_999


def test_a_clock_that_was_set_back_makes_nothing_due_again() -> None:
    assert due(HOURLY, last=NOON, now=NOON - 3 * HOUR) == Due((), 0)


def test_a_job_is_late_two_minutes_behind_its_slot_unless_it_is_new() -> None:
    begun = NOON + timedelta(minutes=2)

    assert not is_late(HOURLY, last=NOON - HOUR, now=begun)
    assert is_late(HOURLY, last=NOON - HOUR, now=begun + timedelta(seconds=1))
    assert not is_late(HOURLY, last=NOON, now=begun + timedelta(minutes=50))
    assert not is_late(HOURLY, last=None, now=begun)


def test_a_pulse_is_late_when_two_whole_minutes_and_some_are_not_told() -> None:
    pulse = Job(name="beat", command="whoami", every=timedelta(seconds=15))

    assert not is_late(pulse, last=NOON, now=NOON + timedelta(minutes=4))
    assert is_late(pulse, last=NOON, now=NOON + timedelta(minutes=4, seconds=1))
