"""What every ``JobRuns`` promises, asked of SQLite, of PostgreSQL and of the twin in memory."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.memory.schedule import MemoryJobRuns
from adapters.store.opening import open_store
from engine.ports.jobs import BY_SCHEDULE, JobRun, JobRuns, RunOutcome
from tests.stores import url_of

NOON = datetime(2026, 3, 2, 12, 0, 0, 123_000, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def runs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JobRuns]:
    if request.param == "memory":
        yield MemoryJobRuns()
        return
    sql = open_store(url_of(request, tmp_path), create=True)
    yield sql.job_runs
    sql.close()


def a_run(slot: datetime = NOON, **more: Any) -> JobRun:
    plain = JobRun(job="maintain", slot=slot, by=BY_SCHEDULE, started_at=slot, missed=2)
    return replace(plain, **more)


def test_a_slot_is_begun_once(runs: JobRuns) -> None:
    assert runs.begin(a_run())
    assert not runs.begin(a_run(by="ada", missed=7))

    assert runs.recent(job=None, limit=10) == (a_run(),)


def test_of_many_at_once_one_begins(runs: JobRuns) -> None:
    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(lambda _: runs.begin(a_run()), range(12)))

    assert begun.count(True) == 1


def test_the_first_end_counts(runs: JobRuns) -> None:
    runs.begin(a_run())
    done = a_run(outcome=RunOutcome.DONE, said="Packed 😀", ended_at=NOON + HOUR)
    assert runs.end(done)
    assert not runs.end(replace(done, outcome=RunOutcome.FAILED, said="no"))

    assert runs.recent(job="maintain", limit=1) == (done,)
    assert runs.unended("maintain") == ()


def test_a_lead_that_is_over_begins_and_ends_nothing(runs: JobRuns) -> None:
    old = runs.take_lead()
    assert not runs.is_over(old)
    assert runs.begin(a_run(), lead=old)

    new = runs.take_lead()

    assert runs.is_over(old)
    assert not runs.is_over(new)
    assert not runs.begin(a_run(NOON + HOUR), lead=old)
    done = a_run(outcome=RunOutcome.DONE, ended_at=NOON + HOUR)
    assert not runs.end(replace(done, outcome=RunOutcome.FAILED), lead=old)
    assert runs.end(done, lead=new)
    assert runs.recent(job=None, limit=9) == (done,)


def test_each_of_many_who_take_the_lead_has_a_number_of_its_own(runs: JobRuns) -> None:
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda _: runs.take_lead(), range(8)))

    assert len(set(given)) == 8
    assert [runs.is_over(lead) for lead in sorted(given)] == [True] * 7 + [False]


def test_what_began_and_did_not_end_is_known(runs: JobRuns) -> None:
    for hours in (1, 0):
        runs.begin(a_run(NOON + hours * HOUR))
    runs.begin(a_run(NOON + 2 * HOUR, by="ada"))
    runs.begin(a_run(job="other"))

    assert [run.slot for run in runs.unended("maintain")] == [NOON, NOON + HOUR]


def test_the_last_slot_is_that_of_the_schedule_and_not_ahead(runs: JobRuns) -> None:
    assert runs.last_slot("maintain", at=NOON) is None
    runs.begin(a_run())
    runs.begin(a_run(NOON + HOUR))
    runs.begin(a_run(NOON + 2 * HOUR, by="ada"))

    assert runs.last_slot("maintain", at=NOON + 3 * HOUR) == NOON + HOUR
    assert runs.last_slot("maintain", at=NOON + HOUR / 2) == NOON
    assert runs.last_slot("other", at=NOON) is None


def test_the_newest_runs_come_first(runs: JobRuns) -> None:
    for hours in range(3):
        runs.begin(a_run(NOON + hours * HOUR))
    runs.begin(a_run(NOON + 9 * HOUR, job="other"))

    assert [run.job for run in runs.recent(job=None, limit=2)] == ["other", "maintain"]
    assert [run.slot for run in runs.recent(job="maintain", limit=2)] == [
        NOON + 2 * HOUR,
        NOON + HOUR,
    ]


def test_old_runs_are_forgotten_but_for_the_newest_slot_of_each_job(runs: JobRuns) -> None:
    for hours in range(4):
        runs.begin(a_run(NOON + hours * HOUR))
    runs.begin(a_run(job="rare"))
    runs.begin(a_run(NOON + HOUR, job="rare", by="ada"))

    assert runs.forget(before=NOON + 3 * HOUR) == 4
    assert [(run.job, run.slot) for run in runs.recent(job=None, limit=9)] == [
        ("maintain", NOON + 3 * HOUR),
        ("rare", NOON),
    ]
    assert runs.forget(before=NOON + 99 * HOUR) == 0
