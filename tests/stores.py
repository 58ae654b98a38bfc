"""Where tests keep stores: in a SQLite file in their folder, or in PostgreSQL on a run with ``--store postgresql``.

A test that is about the file itself names it with ``in_sqlite``. Any other store in a file fails its test on a run with PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import event, make_url
from sqlalchemy.pool import Pool

from tests.postgres_server import Postgres

_FILE = "store.db"


@dataclass
class Stores:
    """The stores of a run: folder -> URL of those on the server, which starts when the first is made."""

    server: Callable[[], Postgres] | None = None
    urls: dict[Path, str] = field(default_factory=dict)
    files: set[Path] = field(default_factory=set)
    connections: list[psycopg.Connection[Any]] = field(default_factory=list)
    asked: bool = False

    def strays(self, folder: Path) -> list[Path]:
        """Find stores below a folder that are files, and that nobody wanted to be."""
        found = [path for path in folder.rglob("*") if path not in self.files and _is_store(path)]
        return found if self.server else []

    def end(self, folder: Path) -> None:
        """Drop what was kept below a folder, with the connections that houses keep for as long as they are."""
        for below in [one for one in self.urls if one == folder or folder in one.parents]:
            forget_store(below)

    def opened(self, connection: Any, _record: object = None) -> None:
        """Hold a new connection, so that it is closed with its store and not by chance before."""
        if isinstance(connection, psycopg.Connection):
            self.connections.append(connection)

    def close(self, url: str) -> None:
        """Close every connection of this process to a store.

        Raises:
            AssertionError: one was left with an open transaction.
        """
        name = make_url(url).database
        ours = [one for one in self.connections if not one.closed and one.info.dbname == name]
        left = [one for one in ours if one.info.transaction_status is not TransactionStatus.IDLE]
        for one in ours:
            one.close()
        self.connections = [one for one in self.connections if not one.closed]
        assert not left, f"{len(left)} transactions were left open"


_IN_FORCE = [Stores()]


@contextmanager
def keeping(stores: Stores) -> Iterator[Stores]:
    """Keep stores this way, in every thread; the last who asked for it is right."""
    _IN_FORCE.append(stores)
    event.listen(Pool, "connect", stores.opened)
    try:
        yield stores
    finally:
        event.remove(Pool, "connect", stores.opened)
        _IN_FORCE.pop()


def store_in(folder: Path) -> str:
    """Give the URL of the store that belongs to a folder, and make its place if need be."""
    run = _IN_FORCE[-1]
    run.asked = True
    if run.server is None:
        return f"sqlite:///{folder / _FILE}"
    if folder not in run.urls:
        run.urls[folder] = run.server().store()
    return run.urls[folder]


def keep_state(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the program keep its state in ``folder``, and its store where the run says."""
    monkeypatch.setenv("TRUNKLINE_STATE_DIR", str(folder / "state"))
    url = store_in(folder)
    if _IN_FORCE[-1].server is not None:
        monkeypatch.setenv("DATABASE_URL", url)


def in_sqlite(file: Path) -> str:
    """Give the URL of a store in this very file, wherever the others are kept."""
    _IN_FORCE[-1].files.add(file)
    return f"sqlite:///{file}"


def copied_store(folder: Path, to: Path) -> str:
    """Give the store of ``to``, a copy of ``folder``, which holds what that of ``folder`` does; nobody may be using it.

    The file of a SQLite store was copied with its folder.
    """
    run = _IN_FORCE[-1]
    if run.server is not None:
        run.urls[to] = run.server().copy(run.urls[folder])
    return store_in(to)


def lose_store(folder: Path) -> None:
    """Let the store of a folder be gone, as when a disk breaks."""
    run = _IN_FORCE[-1]
    if run.server is not None:
        run.server().empty(run.urls[folder])
    for file in [*folder.glob(f"{_FILE}*"), *folder.glob("state/stores/*")]:
        file.unlink()


def forget_store(folder: Path) -> None:
    """Drop the store of a folder that is not needed any more."""
    run = _IN_FORCE[-1]
    if run.server is not None:
        url = run.urls.pop(folder)
        try:
            run.close(url)
        finally:
            run.server().give_back(url)


def url_of(request: pytest.FixtureRequest, folder: Path) -> str:
    """Give the URL of a new store of the kind that a fixture's parameter names."""
    if request.param == "postgresql":
        made: str = request.getfixturevalue("postgres").cleared()
        return made
    return in_sqlite(folder / "store.db")


def kept_bytes(folder: Path) -> dict[str, bytes]:
    """Give all that the store of a folder holds: its files with the log, or every row on the server as text."""
    run = _IN_FORCE[-1]
    if run.server is not None:
        return {"store": run.server().rows(run.urls[folder])}
    return {file.name: file.read_bytes() for file in folder.glob(f"{_FILE}*") if file.is_file()}


def _is_store(path: Path) -> bool:
    if not path.is_file() or path.stat().st_size == 0:
        return False
    with path.open("rb") as file:
        if not file.read(16).startswith(b"SQLite format 3"):
            return False
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        return bool(connection.execute(query).fetchone()[0])
