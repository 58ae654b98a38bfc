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
        """Contend on the database of ``engine``, whose one connection belongs to this."""
        self._engine = engine
        self._connection: Connection | None = None
        self._leads = False
        self._lock = threading.Lock()

    def lead(self) -> bool:
        """Tell whether this process leads, taking the lead if nobody has it.

        Raises:
            Unavailable: the database cannot be reached.
        """
        with self._lock, translated_errors():
            if self._leads and self._is_alive():
                return True
            try:
                self._leads = self._take()
            except SQLAlchemyError:
                self._let_go()
                raise
            if not self._leads:
                self._give_back()
            return self._leads

    def resign(self) -> None:
        """Give the lead back; nothing if this process does not have it."""
        with self._lock:
            if self._leads and self._connection is not None:
                # The server notices the end of a connection a little later.
                with suppress(SQLAlchemyError):
                    self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), _KEY)
            self._let_go()

    def _is_alive(self) -> bool:
        """Whether the connection that holds the lock is still there: when it goes, the server takes the lock back."""
        try:
            self._opened().execute(text("SELECT 1"))
        except SQLAlchemyError:
            self._let_go()
            return False
        return True

    def _take(self) -> bool:
        asked = text("SELECT pg_try_advisory_lock(:key)")
        return bool(self._opened().scalar(asked, _KEY))

    def _opened(self) -> Connection:
        if self._connection is None:
            connection = self._engine.connect()
            self._connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    def _give_back(self) -> None:
        """Keep a connection without a lock for later, to be tried before it is used again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _let_go(self) -> None:
        """End the connection instead of giving it back: what is kept for later would keep the lock."""
        connection, self._connection, self._leads = self._connection, None, False
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
            connection.close()
        self._engine.dispose()
