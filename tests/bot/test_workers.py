"""The pools that work behind an acknowledgement."""

from __future__ import annotations

import threading

import structlog

from bot.workers import Workers


def test_jobs_are_done_and_the_end_waits_for_what_is_begun() -> None:
    workers, done, begun = Workers(), [], threading.Event()

    def job() -> None:
        begun.set()
        done.append("work")

    workers.work(job)
    workers.quick(lambda: done.append("form"))
    assert begun.wait(5)
    workers.stop()

    assert "work" in done


def test_a_job_that_fails_is_logged_and_the_next_one_runs() -> None:
    workers, done = Workers(), threading.Event()

    def fail() -> None:
        raise RuntimeError("as asked")

    with structlog.testing.capture_logs() as logs:
        workers.work(fail)
        workers.work(done.set)
        assert done.wait(5)
        workers.stop()

    assert [line["event"] for line in logs] == ["worker.bug"]
