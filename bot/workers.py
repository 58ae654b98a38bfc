"""Threads that do the work behind an acknowledged request, a small fast pool for opening forms, and processes for computing.

Nothing here knows what a job is; what a job raises is logged, and is a bug unless something was out of reach or refused.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from time import monotonic
from typing import ParamSpec, TypeVar

import structlog

from engine.errors import Refused, Unavailable

log = structlog.get_logger()

WORK_THREADS = 8
FORM_THREADS = 4
QUIET_S = 0.05
PACE_S = 0.125
LEAST_URGENT = 19

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Precedence:
    """Acknowledgements go before work: while several are under way at once, few jobs begin.

    Python runs one thread at a time, so jobs that compute hold up every acknowledgement beside them, and only those have
    three seconds. An acknowledgement that comes alone delays nothing.
    """

    def __init__(
        self,
        *,
        quiet_s: float = QUIET_S,
        pace_s: float = PACE_S,
        took: Callable[[float], object] = lambda _: None,
    ) -> None:
        """Until ``quiet_s`` after several were under way, one job begins every ``pace_s``; ``took`` hears the seconds of each."""
        self._took = took
        self._quiet_s = quiet_s
        self._pace_s = pace_s
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._under_way = 0
        self._crowded_until = 0.0
        self._next_at = 0.0

    @contextmanager
    def acknowledging(self) -> Iterator[None]:
        """Say that an acknowledgement is under way."""
        since = monotonic()
        with self._lock:
            self._under_way += 1
        try:
            yield
        finally:
            self._took(monotonic() - since)
            with self._lock:
                if self._under_way > 1:
                    self._crowded_until = monotonic() + self._quiet_s
                self._under_way -= 1

    def give_way(self) -> None:
        """Wait until a job may begin."""
        while not self._ended.is_set() and (pause_s := self._pause_s()) > 0:
            self._ended.wait(pause_s)

    def end(self) -> None:
        """Let everybody go on."""
        self._ended.set()

    def _pause_s(self) -> float:
        now = monotonic()
        with self._lock:
            ends = now + self._quiet_s if self._under_way > 1 else self._crowded_until
            if now >= ends:
                return 0
            if now >= self._next_at:
                self._next_at = now + self._pace_s
                return 0
            return min(ends, self._next_at) - now


class Workers:
    """Two pools of threads; jobs start in the order in which they are handed in."""

    def __init__(self, took: Callable[[float], object] = lambda _: None) -> None:
        """Start no thread yet: a pool starts its threads when jobs come. ``took`` hears the seconds of each acknowledgement."""
        self.precedence = Precedence(took=took)
        self._work = ThreadPoolExecutor(WORK_THREADS, thread_name_prefix="work")
        self._forms = ThreadPoolExecutor(FORM_THREADS, thread_name_prefix="form")

    def work(self, job: Callable[[], None]) -> None:
        """Do a job that may take long, when acknowledgements leave room for it."""

        def run() -> None:
            self.precedence.give_way()
            job()

        self._work.submit(run).add_done_callback(report)

    def quick(self, job: Callable[[], None]) -> None:
        """Do a job that is one short call, such as opening a form: Slack waits for it as for an acknowledgement."""
        self._forms.submit(job).add_done_callback(report)

    def stop(self) -> None:
        """Finish what is begun, drop what is not: it is in the store and taken up at the next start."""
        self.precedence.end()
        self._forms.shutdown(wait=True, cancel_futures=True)
        self._work.shutdown(wait=True, cancel_futures=True)


class Processes:
    """Processes that compute: whatever keeps a processor busy for over 20 ms, so that no acknowledgement waits for it.

    They run at the least urgency, start when first needed, and end with this process however it ends.
    """

    def __init__(self, count: int = 0) -> None:
        """Compute in ``count`` processes; 0 takes one for each processor."""
        self._count = count or os.cpu_count() or 1
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def compute(
        self, compute: Callable[_Given, _Result], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Result:
        """Call a function of some module elsewhere and wait for its result; arguments and result are copied.

        Raises:
            Unavailable: the process was killed, by want of memory for example; the next call gets new ones.
        """
        pool = self._opened()
        try:
            return pool.submit(compute, *args, **kwargs).result()
        except BrokenProcessPool as broken:
            self._forget(pool)
            raise Unavailable("a computing process", "it was ended from outside") from broken
        except CancelledError as cancelled:
            raise Unavailable("a computing process", "the bot stops") from cancelled

    def stop(self) -> None:
        """Finish what is begun and end the processes."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _opened(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # A fork of a process with threads may hang; a fork server has none.
                context = multiprocessing.get_context("forkserver")
                self._pool = ProcessPoolExecutor(self._count, context, initializer=_give_way)
            return self._pool

    def _forget(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False)


def _give_way() -> None:
    """Set up a computing process: least urgent, deaf to Ctrl-C, and gone when its parent is."""
    os.nice(LEAST_URGENT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def report(done: Future[None]) -> None:
    """Log what ended a job before its end: something that is out of reach, a refusal, or a bug."""
    error = None if done.cancelled() else done.exception()
    if isinstance(error, Unavailable):
        log.warning("worker.unavailable", what=error.what)
    elif isinstance(error, Refused):
        log.warning("worker.refused", why=error.message)
    elif error is not None:
        log.error("worker.bug", exc_info=error)
