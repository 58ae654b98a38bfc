"""One database of a process: its connections, and whose turn it is to write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from time import monotonic

from sqlalchemy import Connection, Engine

from adapters.store.engines import PATIENCE_MS, leave_nothing_behind, reading, writing
from engine.errors import Unavailable

# A server lets many write at once; more than its connections would only wait there.
_WRITERS = 15


class Database:
    """What all parts of a store work on together; safe for several threads."""

    def __init__(self, engine: Engine) -> None:
        """Own ``engine``, whose database has our tables."""
        self.engine = engine
        is_sqlite = engine.dialect.name == "sqlite"
        self._turn = threading.Lock() if is_sqlite else threading.Semaphore(_WRITERS)

    def reading(self) -> AbstractContextManager[Connection]:
        """Read, in one transaction."""
        return reading(self.engine)

    @contextmanager
    def writing(self, patience_ms: int = PATIENCE_MS) -> Iterator[Connection]:
        """Write, in one transaction, when it is this thread's turn.

        On SQLite the threads of a process wait for each other here and not at SQLite, which only looks again now and then: under
        load somebody would always be overtaken until the patience is over.
        """
        since = monotonic()
        if not self._turn.acquire(timeout=patience_ms / 1000):
            raise Unavailable("the store", "busy, try again")
        try:
            left_ms = patience_ms - round((monotonic() - since) * 1000)
            with writing(self.engine, patience_ms=max(left_ms, 1)) as connection:
                yield connection
        finally:
            self._turn.release()

    def leave_nothing_behind(self) -> None:
        """Take what was overwritten out of the journal too, as far as nobody is reading it just now."""
        leave_nothing_behind(self.engine)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()
