"""Locks that hold between threads and between processes sharing one clone."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.git.process import unwritable
from engine.errors import Unavailable

_POLL_S = 0.01


@contextmanager
def file_lock(path: Path, *, timeout_s: float, what: str) -> Iterator[None]:
    """Hold the lock file at ``path``; the system frees it when its holder dies.

    Raises:
        Unavailable: it was not free within ``timeout_s``, or its file cannot be made; ``what`` names to people what is locked.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o664)
    except OSError as error:
        raise unwritable(error) from error
    try:
        _take(handle, timeout_s, what)
        yield
    finally:
        os.close(handle)


def _take(handle: int, timeout_s: float, what: str) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Unavailable(what, "busy, try again") from None
            time.sleep(_POLL_S)
        else:
            return
