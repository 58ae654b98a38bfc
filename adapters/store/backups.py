"""Copies of a whole store, made while it is used, and put back into an empty one.

A backup is a store of its own in one SQLite file, also of a store on PostgreSQL: every row, as one moment had it. So it can be
verified like any store, and restored into either kind.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, inspect, select, text
from sqlalchemy.engine import URL

from adapters.store.columns import to_ms
from adapters.store.engines import open_engine, parsed_url, reading, translated_errors, writing
from adapters.store.inserting import put
from adapters.store.opening import (
    alone,
    refuse_other_revision,
    revision_at,
    run_migrations,
    shown,
    upgrade,
)
from adapters.store.tables import METADATA, RESTORED, REVISIONS, marks
from engine.errors import Refused, Unavailable

_VERSION = "alembic_version"
_PATIENCE_MS = 60_000
_ROWS_AT_ONCE = 500
# What a bot writes by itself as soon as it starts.
_MADE_BY_STARTING = ("marks", "heads", "job_runs")


def back_up(url: str, file: Path) -> Mapping[str, int]:
    """Copy the store at ``url`` into a new ``file`` that only its owner may read; gives how many rows each table has.

    Raises:
        Refused: there is no store, it is newer than this code, or the file is there already.
        Unavailable: the store cannot be read or the file not be written.
    """
    source = parsed_url(url)
    found = _known_revision(source)
    if file.exists():
        raise Refused(f"{file} is there already", "name a new file: a backup is never overwritten")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as aside:
            draft = Path(aside) / "backup.db"
            counts = _copied_into(draft, source, found)
            draft.chmod(0o600)
            os.link(draft, file)
    except FileExistsError as error:
        raise Refused(f"{file} is there already", "name a new file") from error
    except OSError as error:
        raise Unavailable("the place of the backup", str(error)) from error
    return counts


def restore(file: Path, url: str, *, at: datetime, replace: bool = False) -> Mapping[str, int]:
    """Put the rows of a backup into the store at ``url``, all or none; gives how many rows each table has.

    The store holds back every effect until it is reconciled. ``replace`` throws away what it held before.

    Raises:
        Refused: the file is no backup or not whole, or the store is not empty.
    """
    source = parsed_url(f"sqlite:///{file}")
    if not file.is_file():
        raise Refused(f"there is no backup at {file}", "name the file that store backup made")
    found = _whole(file, source)
    upgrade(url)
    with (
        _opened(parsed_url(url)) as target,
        _opened(source) as backup,
        _snapshot(backup) as rows,
        writing(target, patience_ms=_PATIENCE_MS) as connection,
    ):
        alone(connection)
        if not replace:
            _refuse_full(connection, shown(parsed_url(url)))
        _drop_tables(connection)
        run_migrations(connection, found)
        counts = _copy(rows, connection)
        run_migrations(connection)
        put(connection, marks, {"key": RESTORED, "value": str(to_ms(at))})
    return counts


def _whole(file: Path, source: URL) -> str:
    """Give the revision of a backup, every page of which can be read."""
    try:
        found = _known_revision(source)
        with _opened(source) as backup, reading(backup) as rows:
            said = str(rows.scalar(text("PRAGMA quick_check(1)")))
    except Unavailable as damaged:
        said = damaged.why
    if said != "ok":
        raise Refused(f"the backup {file} is damaged: {said}", "take another backup")
    return found


def _known_revision(url: URL) -> str:
    found = revision_at(url)
    if found is None:
        raise Refused(
            f"there is no store at {shown(url)}",
            "name another with --store, or make one: trunkline store upgrade",
        )
    if found not in REVISIONS:
        refuse_other_revision(found, REVISIONS, shown(url))
    return found


def _copied_into(draft: Path, source: URL, revision: str) -> Mapping[str, int]:
    with (
        _opened(source) as origin,
        _opened(parsed_url(f"sqlite:///{draft}")) as target,
        _snapshot(origin) as rows,
        writing(target) as connection,
    ):
        run_migrations(connection, revision)
        return _copy(rows, connection)


@contextmanager
def _opened(url: URL) -> Iterator[Engine]:
    engine = open_engine(url, makes=True)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """Read everything as one moment had it, while others write."""
    if engine.dialect.name == "sqlite":
        with reading(engine) as connection:
            yield connection
        return
    still = engine.execution_options(isolation_level="REPEATABLE READ")
    with translated_errors(), still.begin() as connection:
        yield connection


def _copy(source: Connection, target: Connection) -> Mapping[str, int]:
    """Copy the rows of every table of ours; the values go over as they are kept, whatever they mean."""
    counts = {}
    for table in _tables(source):
        counts[table.name] = 0
        rows = source.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table))
        for part in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])
            counts[table.name] += len(part)
    _count_on(target)
    return counts


def _tables(connection: Connection) -> tuple[Table, ...]:
    """List our tables as this database has them, those that others refer to first."""
    there = set(inspect(connection).get_table_names())
    found = MetaData()
    found.reflect(connection, only=[name for name in METADATA.tables if name in there])
    return tuple(found.sorted_tables)


def _count_on(connection: Connection) -> None:
    """Let a server count on from the highest number that was copied; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence("outbox", "seq")
        highest = text("(SELECT COALESCE(MAX(seq), 0) + 1 FROM outbox)")
        connection.execute(select(func.setval(sequence, highest, text("false"))))


def _refuse_full(connection: Connection, named: str) -> None:
    held = {
        table.name: count
        for table in _tables(connection)
        if table.name not in _MADE_BY_STARTING
        and (count := connection.scalar(select(func.count()).select_from(table)))
    }
    if held:
        told = ", ".join(f"{count} in {name}" for name, count in held.items())
        raise Refused(
            f"the store at {named} is not empty: {told}",
            "back it up, then say --replace to throw away what it holds",
        )


def _drop_tables(connection: Connection) -> None:
    for table in reversed(_tables(connection)):
        table.drop(connection)
    connection.execute(text(f"DROP TABLE {_VERSION}"))
