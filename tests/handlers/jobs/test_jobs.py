"""``jobs list``, ``jobs run`` and ``jobs history``, and the commands that jobs are."""

from __future__ import annotations

import pytest

from engine.ports.jobs import BY_SCHEDULE, JobRun
from handlers.kit.catalogue import Catalogue, Effect
from handlers.kit.jobs import JOBS
from handlers.kit.reply import Outcome, Reply, Table
from tests.builders import a_house


def rows(reply: Reply) -> list[tuple[str, ...]]:
    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    return list(table.rows)


@pytest.mark.parametrize("job", JOBS.values(), ids=lambda job: job.name)
def test_every_job_is_a_command_that_changes_no_config(job: object) -> None:
    entry = Catalogue.read().get(getattr(job, "command", ""))

    assert entry is not None
    assert entry.effect is Effect.STATE


@pytest.mark.parametrize("name", sorted(set(JOBS) - {"deliver"}))
def test_every_job_can_be_run_by_hand(name: str) -> None:
    carrier = a_house()
    reply = carrier.run("jobs run", "rosa", job=name)

    assert reply.outcome is Outcome.DONE, reply.summary
    [row] = rows(carrier.run("jobs history", "rosa"))
    assert row[1:4] == (name, "rosa", "done")


def test_a_job_run_by_hand_does_not_take_the_place_of_the_schedule() -> None:
    carrier = a_house()
    carrier.run("jobs run", "rosa", job="maintain")
    carrier.house.jobs.tick(JOBS["maintain"])

    ran = rows(carrier.run("jobs history", "rosa"))
    assert sorted(row[2] for row in ran) == ["rosa", "schedule"]


def test_the_list_says_when_each_ran_last_and_runs_next() -> None:
    carrier = a_house()
    never = rows(carrier.run("jobs list", "grace"))
    assert {row[3] for row in never} == {"never"}
    carrier.house.jobs.tick(JOBS["maintain"])

    [row] = [row for row in rows(carrier.run("jobs list", "grace")) if row[0] == "maintain"]
    assert row[2:] == (
        "1 day",
        "2026-11-20 12:00 UTC",
        "done",
        "2026-11-21 02:10 UTC",
    )


def test_an_unknown_job_is_refused_with_those_there_are() -> None:
    carrier = a_house()
    for command in ("jobs run", "jobs history"):
        reply = carrier.run(command, "rosa", job="tidy")
        assert reply.outcome is Outcome.REFUSED
        assert "maintain" in str(reply.blocks)


def test_messages_do_not_leave_from_the_command_line() -> None:
    reply = a_house().run("jobs run", "rosa", job="deliver")

    assert reply.outcome is Outcome.REFUSED
    assert "running bot" in reply.summary


def test_operators_do_not_run_jobs() -> None:
    assert a_house().run("jobs run", "ada", job="maintain").outcome is Outcome.REFUSED


def test_a_long_history_pages() -> None:
    carrier = a_house()
    for _ in range(12):
        carrier.run("jobs run", "rosa", job="expire")
        carrier.clock.advance(1)

    assert len(rows(carrier.run("jobs history", "rosa"))) == 10
    assert len(rows(carrier.run("jobs history", "rosa", job="expire", page="2"))) == 2


def test_the_list_says_what_is_late_and_what_to_look_at() -> None:
    carrier = a_house()
    assert "Nothing ran by itself yet" in str(carrier.run("jobs list", "ada").blocks)
    for _ in range(2):
        for job in JOBS.values():
            carrier.house.jobs.tick(job)
        carrier.clock.advance(60)
    assert carrier.run("jobs list", "ada").values["late"] == []

    carrier.clock.advance(1260)
    reply = carrier.run("jobs list", "ada")
    assert reply.summary == "6 jobs, late: deliver, sync, notices, expire."
    assert [row[5] for row in rows(reply)][:4] == ["late"] * 4


def test_a_job_that_hangs_is_seen_by_how_long_it_is_at_work() -> None:
    carrier = a_house()
    now = carrier.clock.now()
    carrier.house.jobs.runs.begin(JobRun(job="maintain", slot=now, by=BY_SCHEDULE, started_at=now))
    carrier.clock.advance(3600)

    [row] = [row for row in rows(carrier.run("jobs list", "ada")) if row[0] == "maintain"]
    assert row[4] == "at work for 60 minutes"


def test_the_history_says_what_its_rows_are_and_how_long_only_what_took_time() -> None:
    carrier = a_house()
    for _ in range(5):
        carrier.house.jobs.tick(JOBS["sync"])
        carrier.clock.advance(15)
    carrier.run("jobs run", "rosa", job="sync")

    reply = carrier.run("jobs history", "grace", job="sync")

    assert reply.summary == (
        "The newest 1 minute and 1 run of sync. A job that runs every few seconds has a row for each minute."
    )
    by_hand, minute = rows(reply)
    assert by_hand[2:5] == ("rosa", "done", "0.0 s")
    assert minute[2:] == ("schedule", "done", "-", "Ran 4 times, found nothing to do.")


def test_the_history_counts_what_nobody_ran_in_time() -> None:
    carrier = a_house()
    carrier.house.jobs.tick(JOBS["maintain"])
    carrier.clock.advance(3 * 86_400)
    carrier.house.jobs.tick(JOBS["maintain"])

    newest, _ = rows(carrier.run("jobs history", "grace", job="maintain"))
    assert newest[3] == "done, after 2 that nobody ran in time"


def test_the_history_of_all_shows_the_night_and_of_the_minutes_those_that_went_wrong() -> None:
    carrier = a_house()
    carrier.house.jobs.tick(JOBS["maintain"])
    for minute in range(90):
        carrier.remote.is_reachable = minute != 30
        carrier.house.jobs.tick(JOBS["sync"])
        carrier.clock.advance(60)

    reply = carrier.run("jobs history", "grace")

    found = [(row[1], row[3]) for row in rows(reply)]
    assert found == [("sync", "unavailable"), ("maintain", "done")]
    assert "Minutes in which deliver, sync, notices went well are left out" in reply.summary
