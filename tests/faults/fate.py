"""The steps a process takes towards the outside, each written down before it is taken, and the one at which it dies.

Nothing in the program knows of this: ports are wrapped, and what happens inside a port (a git command, a statement of
SQL) is seen from outside. The process is killed for real: no handler, no ``finally`` and no lock is let go in order.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event, make_url

GIT = frozenset(
    {"commit-tree", "fast-import", "fetch", "ls-remote", "push", "symbolic-ref", "update-ref"}
)
"""The git commands that write to the clone, or talk to the remote."""

_WRITING = ("INSERT", "UPDATE", "DELETE")
_KILLS = (
    '#!/bin/sh\ncat >/dev/null\ntest -f {mark} && rm {mark} && kill -9 "$(cat {pid})"\nexit 0\n'
)
HOOKS = ("pre-receive", "post-receive")
"""Where a remote may be in the middle of a push when the one who pushes dies."""


class Ends(StrEnum):
    """How the server of a store ends the connections of everybody."""

    CUT = "cut"  # before a step, and takes new ones at once
    AWAY = "away"  # before a step, and takes no new ones until the story is told
    LOST = "lost"  # right behind a commit, before it can be answered


@dataclass(frozen=True)
class Cut:
    """At which step the server of a store ends the connections, and how."""

    at: int
    how: Ends
    store: str


class Fate:
    """Counts the steps of this process, writes each into ``steps``, and kills it before step number ``dies_at``.

    Or fills the disk, as far as this process and the git commands it runs can tell; or has the server of the store ``cut`` it off.
    """

    def __init__(
        self,
        steps: Path,
        dies_at: int | None = None,
        full_at: int | None = None,
        cut: Cut | None = None,
    ) -> None:
        """Count from 0; None: the process lives, the disk has room, the server is there."""
        self._steps = steps.open("ab", buffering=0)
        self._dies_at = dies_at
        self._full_at = full_at
        self._cut = cut
        self._taken = 0
        self._within: list[str] = []

    def step(self, name: str) -> None:
        """Come to a step; whoever is to die here does."""
        with suppress(OSError):
            self._steps.write(f"{' > '.join([*self._within, name])}\n".encode())
        if self._taken == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._taken == self._full_at:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        if self._is_cut(Ends.CUT, Ends.AWAY) and self._cut is not None:
            cut_off(self._cut.store, away=self._cut.how is Ends.AWAY)
        self._taken += 1

    def _is_cut(self, *how: Ends) -> bool:
        return self._cut is not None and self._taken == self._cut.at and self._cut.how in how

    def around(self, port: Any, name: str, *, outside: Iterable[str] = ()) -> Any:
        """Wrap a port: its calls name the steps inside them; calls of ``outside`` are steps themselves."""
        return _Named(port, name, self, frozenset(outside))

    def watch(self) -> None:
        """See every git command and every writing statement from now on; for good, so only in a process of its own."""
        sys.addaudithook(self._on_audit)
        event.listen(Engine, "before_cursor_execute", self._on_statement)
        event.listen(Engine, "commit", self._on_commit)

    def watch_files(self) -> None:
        """See files and folders that take their place or leave it, too: they are made aside and put in place whole."""
        sys.addaudithook(self._on_file)

    def _on_file(self, name: str, _: tuple[Any, ...]) -> None:
        if name in ("os.rename", "os.link"):
            self.step(name)

    def _on_audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "subprocess.Popen":
            words = [str(word) for word in arguments[1]]
            command = next((word for word in words if word in GIT), "")
            if words[0].endswith("git") and command:
                self.step(f"git {command}")

    def _on_statement(self, connection: Connection, _cursor: object, said: str, *_: object) -> None:
        words = said.split()
        if words and words[0].upper() in _WRITING:
            connection.info["wrote"] = True
            self.step("sql " + " ".join(word for word in words[:3] if word.isalpha()))

    def _on_commit(self, connection: Connection) -> None:
        if connection.info.pop("wrote", False):
            is_lost = self._is_cut(Ends.LOST)
            self.step("sql COMMIT")
            if is_lost:
                kept: Any = connection.connection.dbapi_connection
                kept.commit()
                kept.close()


class _Named:
    """A port whose calls give their names to what happens inside them."""

    def __init__(self, port: Any, name: str, fate: Fate, outside: frozenset[str]) -> None:
        self._port, self._name, self._fate, self._outside = port, name, fate, outside

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._port, method)
        if not callable(found):
            return found

        def called(*args: Any, **kwargs: Any) -> Any:
            name = f"{self._name}.{method}"
            if method in self._outside:
                self._fate.step(name)
            self._fate._within.append(name)
            try:
                return found(*args, **kwargs)
            finally:
                self._fate._within.pop()

        return called


def cut_off(store: str, *, away: bool = False) -> None:
    """Have the server end every connection to a store, and with ``away`` take no new ones."""
    database = make_url(store).database
    ends = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s"
    with _beside(store) as connection:
        if away:
            connection.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
        connection.execute(ends, [database])


def let_in(store: str) -> None:
    """Have the server take connections to a store again."""
    with _beside(store) as connection:
        connection.execute(f'ALTER DATABASE "{make_url(store).database}" ALLOW_CONNECTIONS true')


def _beside(store: str) -> psycopg.Connection[Any]:
    """Connect to the server of a store, but not to the store."""
    server = make_url(store).set(drivername="postgresql", database="postgres")
    address = server.render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def lay_hooks(remote: Path) -> None:
    """Let a remote kill whoever is named in ``<remote>/pid`` while it takes their push, once ``die_in`` says so."""
    for hook in HOOKS:
        script = remote / "hooks" / hook
        script.parent.mkdir(exist_ok=True)
        script.write_text(_KILLS.format(mark=remote / f"dies-in-{hook}", pid=remote / "pid"))
        script.chmod(0o755)


def die_in(remote: Path, hook: str) -> None:
    """Have the next push to ``remote`` kill its pusher at this hook."""
    (remote / f"dies-in-{hook}").touch()
