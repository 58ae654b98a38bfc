"""An index of the documents at the head of the branch, kept in a file beside our clone.

It is derived from git and may be deleted at any time. It holds what was parsed, by blob id and by the state of the
code that parsed it, and the facts of the head; so a restart reads nothing again, and a new head costs as much as it
changed. Plain SQL through the standard library, because the command line opens it before it answers.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import structlog

from adapters.documents.base import laid_over
from adapters.documents.parsing import BATCH, Raw, collector_held_back, parse_batches, problems_text
from adapters.documents.substitutes import (
    as_of,
    held_version,
    holds,
    substituted,
    table_that_held,
)
from engine.book import Documents
from engine.documents import Loaded, Table, misplaced
from engine.edits import Pointer
from engine.errors import Problem, Refused, Severity, Unavailable
from engine.facts import Fact, Held
from engine.formats import SETTINGS, format_of
from engine.ports.repository import BlobId, CommitId, Repository
from engine.ports.texts import DocumentText, Position
from engine.rate_table import rate_table_at, table_problems
from schemas.kinds import KINDS, kind_named, kind_of
from schemas.settings import FORMAT

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
_TRIES = 3
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_OF_CUSTOMERS = json.dumps([str(kind.name) for kind in KINDS if kind.fans_out])
# LIKE is quick and folds the case of ASCII; what holds more than ASCII is looked at by a function of ours too.
_MENTIONING = """
SELECT DISTINCT path FROM file JOIN document USING (blob, kind, id)
WHERE kind IN (SELECT value FROM json_each(:kinds)) AND (
  document.value IS NULL
  OR document.value LIKE :like ESCAPE '\\'
  OR id LIKE :like ESCAPE '\\'
  OR (document.value GLOB '*[^ -~]*' AND says(document.value, :needle))
)
ORDER BY path
"""
# What no file holds any more is not kept, or the index would grow with every change.
_DROP_UNUSED = """
DELETE FROM document WHERE blob = ? AND NOT EXISTS (SELECT 1 FROM file WHERE file.blob = ?)
"""
_DOCUMENTS = (
    "SELECT path, kind, id, served, value, problems FROM file JOIN document USING (blob, kind, id)"
)
RATES = "rates"
"""What stands for the kind of a rate table, which is no document."""

log = structlog.get_logger()


class HeadIndex:
    """The index file; safe for several threads and processes."""

    def __init__(
        self, file: Path, repository: Repository, text: DocumentText, *, code: str
    ) -> None:
        """Keep the index in ``file``; ``code`` names the state of the code that parses documents."""
        self._file = file
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
                if not _is_damage(error):
                    raise
                log.warning("index.damaged", why=str(error))
                self._discard()
                return self._brought_up(head)
        except (sqlite3.DatabaseError, OSError) as error:
            log.warning("index.unusable", why=str(error))
            return None

    def _brought_up(self, head: CommitId) -> sqlite3.Connection | None:
        connection = self._connect()
        try:
            for _ in range(_TRIES):
                if _meta(connection) != {"commit": head, "code": self._code} and not self._bring_up(
                    connection, head
                ):
                    break
                connection.execute("BEGIN")
                if _meta(connection).get("commit") == head:
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
            self._discard()
            snapshot = self._snapshot(head)
        if snapshot is None:
            raise Unavailable("the index of documents", "its file was damaged and is gone")
        return snapshot

    def _discard(self) -> None:
        """Remove the file. What stands beside it goes first: it would be taken for a part of the next one."""
        for end in ("-wal", "-shm", ""):
            self._file.with_name(self._file.name + end).unlink(missing_ok=True)

    def _connect(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._file, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=WAL")
        # Losing the newest transaction in a power cut is harmless: it is worked out again from git.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.executescript(_TABLES)
        connection.create_function("says", 2, _says, deterministic=True)
        return connection

    def _bring_up(self, connection: sqlite3.Connection, head: CommitId) -> bool:
        """Read what changed up to ``head``; False if it has an older format, of which no index is kept."""
        with _writing(connection):
            meta = _meta(connection)
            if meta.get("code") != self._code:
                _begin_anew(connection)
                meta = {}
            if meta.get("commit") == head:
                return True
            changed = self._changed(connection, meta.get("commit"), head)
            if not self._is_present(changed.get(SETTINGS)):
                return False
            self._replace(connection, changed, head)
            values = {"commit": head, "code": self._code}
            connection.executemany("REPLACE INTO meta VALUES (?, ?)", values.items())
            for statement in _INDEXES.split(";"):
                connection.execute(statement)
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


class IndexedDocuments:
    """The documents of one head, seen through one snapshot of the index: a later head does not disturb it."""

    def __init__(
        self,
        snapshot: sqlite3.Connection,
        repository: Repository,
        text: DocumentText,
        commit: CommitId,
        *,
        renew: Callable[[], sqlite3.Connection],
    ) -> None:
        """Read from ``snapshot``, a connection inside a read transaction; ``renew`` gives another if it is damaged."""
        self._snapshot = snapshot
        self._renew = renew
        self._repository = repository
        self._text = text
        self._commit = commit
        self._lock = Lock()
        self._loaded: dict[str, Loaded] = {}

    def _rows(self, query: str, *values: str) -> list[Any]:
        return self._ask(query, values)

    def _ask(self, query: str, values: tuple[str, ...] | Mapping[str, str]) -> list[Any]:
        with self._lock:
            try:
                return self._snapshot.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                log.warning("index.damaged", why=str(error))
                self._snapshot = self._renew()
                return self._snapshot.execute(query, values).fetchall()

    @property
    def commit(self) -> CommitId:
        """The commit these documents stand in."""
        return self._commit

    def blobs(self) -> Mapping[str, BlobId]:
        """Every file: path -> blob id."""
        return {path: BlobId(blob) for path, blob in self._rows("SELECT path, blob FROM file")}

    def blob(self, path: str) -> BlobId | None:
        """Give the blob id of one file."""
        rows = self._rows("SELECT blob FROM file WHERE path = ?", path)
        return BlobId(rows[0][0]) if rows else None

    def paths(self, kind: str) -> Mapping[str, str]:
        """Places of all documents of a kind, in the order of ids."""
        return dict(self._rows("SELECT id, path FROM file WHERE kind = ? ORDER BY id", kind))

    def path_of(self, kind: str, document: str) -> str | None:
        """Give the place of one document."""
        rows = self._rows("SELECT path FROM file WHERE kind = ? AND id = ?", kind, document)
        return rows[0][0] if rows else None

    def data(self, path: str) -> bytes:
        """Give the bytes of a file."""
        query = "SELECT file.blob, data FROM file LEFT JOIN document USING (blob, kind, id) WHERE path = ? LIMIT 1"
        rows = self._rows(query, path)
        if not rows:
            raise Refused(f"there is no file {path}")
        blob, packed = rows[0]
        return (
            zlib.decompress(packed) if packed is not None else self._repository.read([blob])[blob]
        )

    def load(self, path: str) -> Loaded:
        """Give the document at ``path`` from what was parsed."""
        found = self._loaded.get(path)
        if found is None:
            found = self._loaded[path] = self._hydrated(path)
        return found

    def every(self, kind: str) -> Iterable[Loaded]:
        """Give all documents of a kind, in the order of ids: one question to the index instead of one for each."""
        with collector_held_back():
            rows = self._rows(f"{_DOCUMENTS} WHERE kind = ? ORDER BY id", kind)
            missing = (row for row in rows if row[0] not in self._loaded)
            self._loaded.update({row[0]: self._from_row(row) for row in missing})
        return [self._loaded[path] for path in dict.fromkeys(row[0] for row in rows)]

    def _hydrated(self, path: str) -> Loaded:
        rows = self._rows(f"{_DOCUMENTS} WHERE path = ? LIMIT 1", path)
        if not rows:
            raise Refused(f"{path} is not the place of any document")
        return self._from_row(rows[0])

    def _from_row(self, row: tuple[str, str, str, str | None, str | None, str]) -> Loaded:
        path, name, document, served, value, problems = row
        kind = kind_named(name)
        found = Loaded(path, kind, document, None, _problems(problems, path))
        if value is not None:
            return replace(found, model=kind.model.model_validate(json.loads(value)))
        if served is not None:
            held = held_version(found, self._repository, self._text, BlobId(served))
            return as_of(held, self._repository, self._text, self._commit) if held else found
        return found

    def table(self, path: str) -> Table | None:
        """Give the rate table at ``path``, in its last version that held if it does not."""
        query = "SELECT file.blob, served, problems FROM file JOIN document USING (blob, kind, id) WHERE path = ? LIMIT 1"
        rows = self._rows(query, path)
        if not rows:
            return None
        blob, served, problems = rows[0]
        shown = BlobId(served or blob)
        read = partial(_read_one, self._repository, shown)
        return Table(path, shown, read, _problems(problems, path), stands_in=served is not None)

    def mentioning(self, text: str) -> Iterable[str]:
        """Give the paths of customers' documents whose values or id hold ``text``; broken documents always may."""
        needle = json.dumps(text.casefold(), ensure_ascii=False)[1:-1]
        like = "%" + re.sub(r"([%_\\])", r"\\\1", needle) + "%"
        asked = {"kinds": _OF_CUSTOMERS, "like": like, "needle": needle}
        return [path for (path,) in self._ask(_MENTIONING, asked)]

    def faults(self) -> Iterator[Problem]:
        """Problems of each document by itself, file by file."""
        query = "SELECT DISTINCT path, problems FROM file JOIN document USING (blob, kind, id) WHERE problems <> '[]'"
        strays = self._rows("SELECT path FROM file WHERE kind IS NULL")
        found = [stray for (path,) in strays if (stray := misplaced(path)) is not None]
        for path, problems in self._rows(query):
            found += _problems(problems, path)
        yield from sorted(found, key=lambda problem: problem.sort_key)

    @property
    def facts(self) -> IndexedFacts:
        """What the documents say that others must find."""
        return IndexedFacts(self._rows)

    @property
    def form(self) -> int:
        """The format the files have."""
        return FORMAT

    def file_of(self, path: str) -> str:
        """Give the file a document stands in: its own place."""
        return path

    def place(self, path: str, at: Pointer) -> Position:
        """Tell where the key or item at ``at`` stands."""
        return self._text.locate(self.data(path)).key(at)

    def overlay(self, changes: Mapping[str, bytes | None]) -> Documents:
        """Give these documents with other bytes at some paths."""
        return laid_over(self, changes, self._text)


class IndexedFacts:
    """Facts of one head, from the index."""

    _COLUMNS = "SELECT name, value, path, place FROM fact WHERE name = ?"

    def __init__(self, rows: Any) -> None:
        """Ask with ``rows(query, *values)``."""
        self._rows = rows

    def find(self, index: str, value: str) -> Iterable[Held]:
        """Give every holder of a value."""
        return _held(
            self._rows(f"{self._COLUMNS} AND value = ? ORDER BY path, place", index, value)
        )

    def span(self, index: str, low: str, high: str) -> Iterable[Held]:
        """Give every holder of a value in a span."""
        query = f"{self._COLUMNS} AND value BETWEEN ? AND ? ORDER BY value, path, place"
        return _held(self._rows(query, index, low, high))

    def doubles(self, index: str) -> Iterable[Held]:
        """Give every holder of a value that has several."""
        several = "SELECT value FROM fact WHERE name = ? GROUP BY value HAVING count(*) > 1"
        query = f"{self._COLUMNS} AND value IN ({several}) ORDER BY value, path, place"
        return _held(self._rows(query, index, index))

    def all(self, index: str) -> Iterable[Held]:
        """Give every holder."""
        return _held(self._rows(f"{self._COLUMNS} ORDER BY value, path, place", index))


def _held(rows: Iterable[Any]) -> list[Held]:
    return [
        Held(path, Fact(name, value, tuple(json.loads(place)))) for name, value, path, place in rows
    ]


def _read_one(repository: Repository, blob: BlobId) -> bytes:
    return repository.read([blob])[blob]


def _begin_anew(connection: sqlite3.Connection) -> None:
    """Drop all that other code wrote, its tables too: they may have had other columns."""
    tables = ("meta", "document", "file", "fact")
    for statement in (*(f"DROP TABLE {table}" for table in tables), *_TABLES.split(";")):
        connection.execute(statement)


def _says(value: str, needle: str) -> bool:
    return needle in value.casefold()


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is none that we wrote, or not whole; else it is only out of reach."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def _meta(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT key, value FROM meta"))


def _problems(text: str, path: str) -> tuple[Problem, ...]:
    rows = json.loads(text) if text != "[]" else []
    return tuple(
        Problem(**(row | {"path": path, "severity": Severity(row["severity"])})) for row in rows
    )


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
