"""From a URL to a database engine with our rules on it, and its failures as outcomes people know."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from engine.errors import LATER, Refused, Unavailable

_STORE = "the store"
_FORMS = "give sqlite:///path/to/file.db or postgresql://user@host/database"
DAMAGED = (
    "stop the bot, move the file away, and put the newest backup in its place: "
    "trunkline store restore FILE"
)
"""What mends a file that cannot be read."""
OURS = "Let our account read and write the file and its folder."
"""What mends a file that is another account's."""
_FILE = "file"
PATIENCE_MS = 10_000
_POSTGRES_BUSY = ("55P03", "40P01", "40001")  # lock not available, deadlock, serialization
_POSTGRES_DOWN = ("08", "53", "57")  # classes: connection, no room, stopped by its operator


def parsed_url(url: str) -> URL:
    """Read the URL of a store, or raise ``Refused``."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Refused("the URL of the store cannot be read", _FORMS) from error
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername != "sqlite":
        raise Refused(f"the store cannot be kept in {parsed.drivername!r}", _FORMS)
    if parsed.database in (None, "", ":memory:"):
        raise Refused("the store needs a file", _FORMS)
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """Give the file of a SQLite store, None for PostgreSQL."""
    return Path(url.database or "") if url.drivername == "sqlite" else None


def open_engine(url: URL, *, makes: bool = False) -> Engine:
    """Make an engine that does not connect yet; only one that ``makes`` a store takes a SQLite file that is not there."""
    try:
        engine = create_engine(url, hide_parameters=True, **_ways(url))
    except ModuleNotFoundError as error:
        raise Refused(
            "PostgreSQL needs the package psycopg, which is not installed",
            "install psycopg[binary]",
        ) from error
    file = sqlite_file(url)
    if file is not None:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        if not makes:
            _stay_with(engine, file)
    else:
        event.listen(engine, "begin", _begin_postgres)
    return engine


def _ways(url: URL) -> dict[str, Any]:
    """Say how to keep connections to a server: as many as write at once, tried before use, and given up when it hangs."""
    if url.drivername == "sqlite":
        return {}
    dead = {"connect_timeout": 5, "tcp_user_timeout": PATIENCE_MS, "keepalives_idle": 30}
    return {
        "pool_size": 5,
        "max_overflow": 15,
        "pool_pre_ping": True,
        "pool_timeout": PATIENCE_MS / 1000,
        "connect_args": {**dead, "application_name": "trunkline"},
    }


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself, _begin_sqlite does
    connection.execute("PRAGMA foreign_keys = ON")
    # What is forgotten is gone from the file too, and not only from the tables.
    connection.execute("PRAGMA secure_delete = ON")
    # An operation that was acknowledged must survive a power cut.
    connection.execute("PRAGMA synchronous = FULL")


def _stay_with(engine: Engine, file: Path) -> None:
    """Write into no file but the one in its place: what goes into one that was removed or replaced is lost, and nobody notices."""

    def connects(_dialect: object, record: ConnectionPoolEntry, *_: object) -> None:
        record.info[_FILE] = _identity(file)

    def begins(_connection: object, record: ConnectionPoolEntry, _: object) -> None:
        if record.info[_FILE] != _identity(file):
            raise DisconnectionError  # the next one opens the file that is there now

    event.listen(engine, "do_connect", connects)
    event.listen(engine, "checkout", begins)


def _identity(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError as error:
        remedy = "Put the newest backup in its place: trunkline store restore; or begin with an empty store: trunkline store upgrade"
        raise Unavailable(_STORE, f"{file}: {error.strerror}", remedy) from error
    return found.st_dev, found.st_ino


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {options.get('patience_ms', PATIENCE_MS):d}")
    # A write that starts as a read cannot wait for its turn: SQLite refuses the upgrade at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    patience_ms = connection.get_execution_options().get("patience_ms", PATIENCE_MS)
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {patience_ms:d}")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads."""
    with translated_errors(), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, patience_ms: int = PATIENCE_MS) -> Iterator[Connection]:
    """A transaction that writes, waiting its turn for at most ``patience_ms``."""
    options: dict[str, Any] = {"writes": True, "patience_ms": patience_ms}
    with translated_errors(), engine.execution_options(**options).begin() as connection:
        yield connection


def leave_nothing_behind(engine: Engine) -> None:
    """Take what was overwritten out of the journal too, as far as nobody is reading it just now."""
    if engine.dialect.name == "sqlite":
        # Below SQLAlchemy, which would begin a transaction, in which nothing can be taken out.
        with translated_errors(), closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn a store that is busy, full or away into ``Unavailable``; a wrong statement stays the bug it is."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(_STORE, "busy, try again") from error
    except (DatabaseError, sqlite3.Error) as error:
        reason = _reason(error)
        if reason is None:
            raise
        raise Unavailable(_STORE, reason, _remedy(error)) from error


def is_damage(error: BaseException | None) -> bool:
    """Whether the file of a store cannot be read for what it holds."""
    return _sqlite_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _sqlite_code(error: BaseException | None) -> int:
    """Give SQLite's primary code; 0 of an error of the driver itself or of another database."""
    code: int = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code & 0xFF


def _remedy(error: BaseException) -> str:
    if is_damage(error):
        return DAMAGED
    match _sqlite_code(error):
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return OURS
        case sqlite3.SQLITE_FULL:
            return "Free some room on its disk."
        case _:
            return LATER


def _reason(error: DatabaseError | sqlite3.Error) -> str | None:
    if isinstance(error, sqlite3.Error):
        return _sqlite_reason(error)
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_reason(error.orig)
    return _postgres_reason(error)


def _sqlite_reason(error: sqlite3.Error) -> str | None:
    match _sqlite_code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "busy, try again"
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return str(error)
        case (
            sqlite3.SQLITE_READONLY
            | sqlite3.SQLITE_PERM
            | sqlite3.SQLITE_CORRUPT
            | sqlite3.SQLITE_NOTADB
        ):
            return str(error)
        case _:
            return None


def _postgres_reason(error: DatabaseError) -> str | None:
    if isinstance(
        error, DataError
    ):  # a value it cannot hold, also one that the driver refuses without a code
        return None
    code: str | None = getattr(error.orig, "sqlstate", None)
    if code in _POSTGRES_BUSY:
        return "busy, try again"
    if error.connection_invalidated or code is None or code.startswith(_POSTGRES_DOWN):
        return str(error.orig).partition("\n")[0]
    return None
