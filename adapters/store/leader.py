"""Who runs the schedule: a lock that the system takes back from a process that dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from adapters.store.engines import translated_errors
from engine.errors import Unavailable

# Any constant will do, as long as every Trunkline takes the same one.
_KEY = {"key": 7_431_902_856}


class FileLeader:
    """The ``Leader`` port beside a SQLite file: whoever holds the lock on a file leads."""

    def __init__(self, file: Path) -> None:
        """Contend for the lock on ``file``, which is made when it is needed and never removed."""
        self._file = file
        self._held: int | None = None
        self._lock = threading.Lock()

    def lead(self) -> bool:
        """Tell whether this process leads, taking the lead if nobody has it.

        Raises:
            Unavailable: the file cannot be opened.
        """
        with self._lock:
            if self._held is not None and not self._is_in_place(self._held):
                self._let_go()
            if self._held is None:
                self._held = self._taken()
            return self._held is not None

    def resign(self) -> None:
        """Give the lead back; nothing if this process does not have it."""
        with self._lock:
            self._let_go()

    def _taken(self) -> int | None:
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o664)
        except OSError as error:
            raise Unavailable(
                "the lock of the schedule", f"{self._file}: {error.strerror}"
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle

    def _is_in_place(self, handle: int) -> bool:
        """Whether the file we hold is still the one at its place: a lock on a removed file keeps nobody out."""
        try:
            there = self._file.stat()
        except OSError:
            return False
        held = os.fstat(handle)
        return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None


class AdvisoryLeader:
    """The ``Leader`` port on PostgreSQL: whoever's connection holds the advisory lock leads."""

    def __init__(self, engine: Engine) -> None:
        """Contend on the database of ``engine``; the connection that holds the lock is taken out of its pool for good."""
        self._engine = engine
        self._held: Connection | None = None
        self._lock = threading.Lock()

    def lead(self) -> bool:
        """Tell whether this process leads, taking the lead if nobody has it.

        Raises:
            Unavailable: the database cannot be reached.
        """
        with self._lock, translated_errors():
            if self._held is not None and not self._is_alive(self._held):
                self._let_go()
            if self._held is None:
                self._held = self._taken()
            return self._held is not None

    def resign(self) -> None:
        """Give the lead back; nothing if this process does not have it."""
        with self._lock:
            if self._held is not None:
                # The server notices the end of a connection a little later.
                with suppress(SQLAlchemyError):
                    self._held.execute(text("SELECT pg_advisory_unlock(:key)"), _KEY)
            self._let_go()

    def _is_alive(self, held: Connection) -> bool:
        """Whether the connection that holds the lock is still there: when it goes, the server takes the lock back."""
        try:
            held.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def _taken(self) -> Connection | None:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), _KEY):
                connection.close()
                return None
        except SQLAlchemyError:
            with suppress(SQLAlchemyError):
                connection.invalidate()  # nobody knows whether it has the lock
            connection.close()
            raise
        # What the pool had back would keep the lock, or give it to whoever writes next.
        connection.detach()
        return connection

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            with suppress(SQLAlchemyError):
                held.close()  # for good: it belongs to no pool
