"""Threads that do the work behind an acknowledged request, and a small fast pool for opening forms.

Nothing here knows what a job is; a job that raises is a bug and is logged.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog

log = structlog.get_logger()

WORK_THREADS = 8
FORM_THREADS = 4


class Workers:
    """Two pools of threads; jobs start in the order in which they are handed in."""

    def __init__(self) -> None:
        """Start no thread yet: a pool starts its threads when jobs come."""
        self._work = ThreadPoolExecutor(WORK_THREADS, thread_name_prefix="work")
        self._forms = ThreadPoolExecutor(FORM_THREADS, thread_name_prefix="form")

    def work(self, job: Callable[[], None]) -> None:
        """Do a job that may take long."""
        self._work.submit(job).add_done_callback(_report)

    def quick(self, job: Callable[[], None]) -> None:
        """Do a job that is one short call, such as opening a form."""
        self._forms.submit(job).add_done_callback(_report)

    def stop(self) -> None:
        """Finish what is begun, drop what is not: it is in the store and taken up at the next start."""
        self._forms.shutdown(wait=True, cancel_futures=True)
        self._work.shutdown(wait=True, cancel_futures=True)


def _report(done: Future[None]) -> None:
    error = None if done.cancelled() else done.exception()
    if error is not None:
        log.error("worker.bug", exc_info=error)
