"""An index of the documents at the head of the branch, kept in a file beside our clone.

It is derived from git and may be deleted at any time. It holds what was parsed, by blob id and by the state of the
code that parsed it, and the facts of the head; so a restart reads nothing again, and a new head costs as much as it
changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock

import structlog

from adapters.documents.index_file import (
    IndexFile,
    add_indexes,
    begin_anew,
    is_damage,
    said_of_itself,
    writing,
)
from adapters.documents.indexed import IndexedDocuments
from adapters.documents.parsing import BATCH, Raw, parse_batches, problems_text
from adapters.documents.substitutes import held_version, holds, substituted, table_that_held
from engine.documents import Loaded
from engine.errors import Refused, Unavailable
from engine.formats import SETTINGS, format_of
from engine.ports.repository import BlobId, CommitId, Repository
from engine.ports.texts import DocumentText
from engine.rate_reading import table_problems
from engine.rate_table import rate_table_at
from schemas.kinds import kind_of
from schemas.settings import FORMAT

_TRIES = 3
# What no file holds any more is not kept, or the index would grow with every change.
_DROP_UNUSED = """
DELETE FROM document WHERE blob = ? AND NOT EXISTS (SELECT 1 FROM file WHERE file.blob = ?)
"""
RATES = "rates"
"""What stands for the kind of a rate table, which is no document."""

log = structlog.get_logger()


class HeadIndex:
    """Brings the index up to a head; safe for several threads and processes."""

    def __init__(
        self, file: Path, repository: Repository, text: DocumentText, *, code: str
    ) -> None:
        """Keep the index in ``file``; ``code`` names the state of the code that parses documents."""
        self._file = IndexFile(file)
        self._repository = repository
        self._text = text
        self._code = code
        self._lock = Lock()

    def open(self, head: CommitId) -> IndexedDocuments | None:
        """Give the documents of ``head``, bringing the index up to it first; None if they are of an older format.

        Raises:
            Refused: they are of a format newer than this program.
        """
        with self._lock:
            snapshot = self._snapshot(head)
        if snapshot is None:
            return None
        return IndexedDocuments(
            snapshot, self._repository, self._text, head, renew=lambda: self._renewed(head)
        )

    def _snapshot(self, head: CommitId) -> sqlite3.Connection | None:
        """Begin to read ``head``. A damaged file is made anew; where no file can be used, git answers alone."""
        try:
            try:
                return self._brought_up(head)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                log.warning("index.damaged", why=str(error))
                self._file.discard()
                return self._brought_up(head)
        except (sqlite3.DatabaseError, OSError) as error:
            log.warning("index.unusable", why=str(error))
            return None

    def _brought_up(self, head: CommitId) -> sqlite3.Connection | None:
        connection = self._file.connect()
        try:
            for _ in range(_TRIES):
                if said_of_itself(connection) != {
                    "commit": head,
                    "code": self._code,
                } and not self._bring_up(connection, head):
                    break
                connection.execute("BEGIN")
                if said_of_itself(connection).get("commit") == head:
                    return connection
                # Another process went on to its head in between.
                connection.execute("ROLLBACK")
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def _renewed(self, head: CommitId) -> sqlite3.Connection:
        """Make a file anew in which damage was found while it was read."""
        with self._lock:
            self._file.discard()
            snapshot = self._snapshot(head)
        if snapshot is None:
            raise Unavailable("the index of documents", "its file was damaged and is gone")
        return snapshot

    def _bring_up(self, connection: sqlite3.Connection, head: CommitId) -> bool:
        """Read what changed up to ``head``; False if it has an older format, of which no index is kept."""
        with writing(connection):
            said = said_of_itself(connection)
            if said.get("code") != self._code:
                begin_anew(connection)
                said = {}
            if said.get("commit") == head:
                return True
            changed = self._changed(connection, said.get("commit"), head)
            if not self._is_present(changed.get(SETTINGS)):
                return False
            self._replace(connection, changed, head)
            values = {"commit": head, "code": self._code}
            connection.executemany("REPLACE INTO meta VALUES (?, ?)", values.items())
            add_indexes(connection)
        return True

    def _is_present(self, settings: BlobId | None) -> bool:
        """Whether new settings, if there are some, name the present format."""
        if settings is None:
            return True
        return format_of(self._repository.read([settings])[settings], self._text) == FORMAT

    def _changed(
        self, connection: sqlite3.Connection, old: str | None, head: CommitId
    ) -> Mapping[str, BlobId | None]:
        """Give what differs from the indexed commit; if that is gone, from the rows themselves."""
        if old:
            try:
                return self._repository.changed(CommitId(old), head)
            except Refused:
                pass
        known = dict(connection.execute("SELECT path, blob FROM file"))
        tree = self._repository.tree(head)
        gone: dict[str, BlobId | None] = {path: None for path in known if path not in tree}
        return gone | {path: blob for path, blob in tree.items() if known.get(path) != blob}

    def _replace(
        self, connection: sqlite3.Connection, changed: Mapping[str, BlobId | None], head: CommitId
    ) -> None:
        is_first = connection.execute("SELECT 1 FROM file LIMIT 1").fetchone() is None
        served = {} if is_first else self._forget(connection, changed)
        present = {path: blob for path, blob in changed.items() if blob is not None}
        self._add_others(connection, present, served, head)
        paths = [path for path in present if kind_of(path)]
        for rows in parse_batches(self._batches(paths, present), len(paths), self._text):
            for blob, broken, data in rows.broken:
                found = self._substitute(broken, served.get(broken.path), head)
                rows.add(blob, found, None, data)
            connection.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?)", rows.files)
            connection.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", rows.documents)
            connection.executemany("INSERT INTO fact VALUES (?, ?, ?, ?)", rows.facts)

    def _add_others(
        self,
        connection: sqlite3.Connection,
        present: Mapping[str, BlobId],
        served: Mapping[str, str],
        head: CommitId,
    ) -> None:
        """Add the files that are no documents; of rate tables, the problems too, and what is served instead."""
        tables = {path: card for path in present if (card := rate_table_at(path)) is not None}
        data = self._repository.read({present[path] for path in tables})
        problems = {path: table_problems(path, data[present[path]]) for path in tables}
        older = {
            path: table_that_held(path, self._repository, head) or served.get(path)
            for path, found in problems.items()
            if not holds(found)
        }
        files = [
            (path, blob, RATES if path in tables else None, tables.get(path), older.get(path))
            for path, blob in present.items()
            if not kind_of(path)
        ]
        connection.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?)", files)
        rows = [
            (present[path], RATES, card, None, problems_text(problems[path]), None)
            for path, card in tables.items()
        ]
        connection.executemany("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _batches(self, paths: list[str], present: Mapping[str, BlobId]) -> Iterator[list[Raw]]:
        for start in range(0, len(paths), BATCH):
            part = paths[start : start + BATCH]
            data = self._repository.read({present[path] for path in part})
            yield [(path, present[path], data[present[path]]) for path in part]

    def _forget(
        self, connection: sqlite3.Connection, changed: Mapping[str, BlobId | None]
    ) -> dict[str, str]:
        """Drop the rows of changed files; gives the version that was served of each."""
        served: dict[str, str] = {}
        for path in changed:
            query = "SELECT blob, coalesce(served, blob) FROM file WHERE path = ?"
            rows = connection.execute(query, [path]).fetchall()
            connection.execute("DELETE FROM fact WHERE path = ?", [path])
            connection.execute("DELETE FROM file WHERE path = ?", [path])
            for blob, was_served in rows:
                served[path] = was_served
                connection.execute(_DROP_UNUSED, [blob, blob])
        return served

    def _substitute(self, broken: Loaded, served: str | None, head: CommitId) -> Loaded:
        """Find the last version that held: in the history, or else the one that was served until now."""
        found = substituted(broken, self._repository, self._text, head)
        if found.stands_in is None and served is not None:
            held = held_version(broken, self._repository, self._text, BlobId(served))
            return held or broken
        return found
