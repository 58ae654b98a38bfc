"""The pools that work behind an acknowledgement."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
import structlog

from bot.workers import Precedence, Processes, Workers
from engine.errors import Refused, Unavailable

TOP = Path(__file__).parents[2]


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


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (Unavailable("the config remote"), "worker.unavailable"),
        (Refused("the config has format 99"), "worker.refused"),
    ],
)
def test_what_is_out_of_reach_or_refused_is_no_bug_of_a_job(error: Exception, event: str) -> None:
    workers, done = Workers(), threading.Event()

    def look() -> None:
        raise error

    with structlog.testing.capture_logs() as logs:
        workers.work(look)
        workers.work(done.set)
        assert done.wait(5)
        workers.stop()

    assert [line["event"] for line in logs] == [event]


# --- acknowledgements first -------------------------------------------------------------------------------------


def test_a_job_behind_one_acknowledgement_begins_at_once() -> None:
    precedence = Precedence(quiet_s=3600, pace_s=3600)

    with precedence.acknowledging():
        precedence.give_way()
    precedence.give_way()


def test_behind_a_crowd_jobs_begin_one_after_the_other() -> None:
    precedence, begun = Precedence(quiet_s=3600, pace_s=0.01), []
    with precedence.acknowledging(), precedence.acknowledging():
        pass

    def job() -> None:
        precedence.give_way()
        begun.append(monotonic())

    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(job)

    assert all(later - sooner >= 0.009 for sooner, later in pairwise(begun))
    assert len(begun) == 4


def test_a_crowd_that_waits_long_is_still_a_crowd() -> None:
    precedence, begun = Precedence(quiet_s=0.001, pace_s=3600), threading.Event()
    with precedence.acknowledging(), precedence.acknowledging():
        precedence.give_way()
        job = threading.Thread(target=lambda: (precedence.give_way(), begun.set()))
        job.start()

        assert not begun.wait(0.05)
    assert begun.wait(5)


def test_when_the_crowd_is_gone_every_job_begins() -> None:
    precedence = Precedence(quiet_s=0.01, pace_s=3600)
    with precedence.acknowledging(), precedence.acknowledging():
        pass

    for _ in range(3):
        precedence.give_way()


def test_the_end_lets_everybody_go_on() -> None:
    precedence, done = Precedence(quiet_s=3600, pace_s=3600), threading.Event()
    with precedence.acknowledging(), precedence.acknowledging():
        precedence.give_way()
    waiting = threading.Thread(target=lambda: (precedence.give_way(), done.set()))
    waiting.start()

    assert not done.wait(0.02)
    precedence.end()
    assert done.wait(5)


# --- computing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def processes() -> Iterator[Processes]:
    made = Processes(1)
    yield made
    made.stop()


def test_computing_happens_elsewhere_and_gives_way_to_everything(processes: Processes) -> None:
    assert processes.compute(os.getpid) != os.getpid()
    assert processes.compute(os.getpriority, os.PRIO_PROCESS, 0) == 19
    assert processes.compute(pow, 2, 10) == 1024


def test_what_a_computation_raises_is_raised_here(processes: Processes) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        processes.compute(int, "ten")


def test_a_process_that_is_killed_is_told_of_and_replaced(processes: Processes) -> None:
    with pytest.raises(Unavailable, match="a computing process"):
        processes.compute(os.abort)

    assert processes.compute(pow, 3, 2) == 9


def test_nothing_is_started_for_processes_nobody_needs() -> None:
    Processes().stop()


def test_a_computing_process_ends_with_its_parent() -> None:
    script = """
import os, signal, sys
from bot.workers import Processes
if __name__ == "__main__":
    print(Processes(1).compute(os.getpid), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=TOP, check=False)
    child = int(done.stdout)

    with selectors.DefaultSelector() as selector:
        try:
            handle = os.pidfd_open(child)
        except ProcessLookupError:
            return
        selector.register(handle, selectors.EVENT_READ)
        assert selector.select(10), "it lives on"
        os.close(handle)
