"""The file of the index: its tables, how it is opened and written, and how damage in it is known.

It may be deleted at any time, and anything that other code wrote into it is dropped. Plain SQL through the standard
library, because the command line opens it before it answers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (
  blob TEXT, kind TEXT, id TEXT, value TEXT, problems TEXT NOT NULL, data BLOB
);
CREATE TABLE IF NOT EXISTS file (path TEXT, blob TEXT NOT NULL, kind TEXT, id TEXT, served TEXT);
CREATE TABLE IF NOT EXISTS fact (name TEXT, value TEXT, path TEXT, place TEXT);
"""
# Made after the first load, which they would slow down by half. Files of thousands of customers may be the same blob:
# the document of one is found by its kind and id as well.
_INDEXES = """
DROP INDEX IF EXISTS document_blob;
CREATE INDEX IF NOT EXISTS document_file ON document (blob, kind, id);
CREATE UNIQUE INDEX IF NOT EXISTS file_path ON file (path);
CREATE INDEX IF NOT EXISTS file_kind ON file (kind, id);
CREATE INDEX IF NOT EXISTS file_blob ON file (blob);
CREATE INDEX IF NOT EXISTS fact_value ON fact (name, value);
CREATE INDEX IF NOT EXISTS fact_path ON fact (path);
"""
_WAIT_S = 30.0
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


class IndexFile:
    """A file of SQLite beside our clone."""

    def __init__(self, path: Path) -> None:
        """Stand at ``path``; nothing is opened yet."""
        self._path = path

    def connect(self) -> sqlite3.Connection:
        """Open the file, made with its tables if it is not there; the caller closes what is given."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=WAL")
        # Losing the newest transaction in a power cut is harmless: it is worked out again from git.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.executescript(_TABLES)
        connection.create_function("says", 2, _says, deterministic=True)
        return connection

    def discard(self) -> None:
        """Remove the file. What stands beside it goes first: it would be taken for a part of the next one."""
        for end in ("-wal", "-shm", ""):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)


def begin_anew(connection: sqlite3.Connection) -> None:
    """Drop all that other code wrote, its tables too: they may have had other columns."""
    tables = ("meta", "document", "file", "fact")
    for statement in (*(f"DROP TABLE {table}" for table in tables), *_TABLES.split(";")):
        connection.execute(statement)


def add_indexes(connection: sqlite3.Connection) -> None:
    """Make what finds rows, if it is not there."""
    for statement in _INDEXES.split(";"):
        connection.execute(statement)


def said_of_itself(connection: sqlite3.Connection) -> dict[str, str]:
    """Give what the file says of itself: ``commit`` it stands at and ``code`` that wrote it; nothing if it is new."""
    return dict(connection.execute("SELECT key, value FROM meta"))


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing; another process that writes is waited for."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is none that we wrote, or not whole; else it is only out of reach."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def _says(value: str, needle: str) -> bool:
    return needle in value.casefold()
