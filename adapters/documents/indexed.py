"""The documents of one head as the index has them: each question is one query."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Any

import structlog

from adapters.documents.base import laid_over
from adapters.documents.index_file import is_damage
from adapters.documents.parsing import collector_held_back
from adapters.documents.substitutes import as_of, held_version
from engine.book import Documents
from engine.documents import Loaded, Table, misplaced
from engine.edits import Pointer
from engine.errors import Problem, Refused, Severity
from engine.facts import Fact, Held
from engine.ports.repository import BlobId, CommitId, Repository
from engine.ports.texts import DocumentText, Position
from schemas.kinds import KINDS, kind_named
from schemas.settings import FORMAT

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
_DOCUMENTS = (
    "SELECT path, kind, id, served, value, problems FROM file JOIN document USING (blob, kind, id)"
)

log = structlog.get_logger()


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
                if not is_damage(error):
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


def _problems(text: str, path: str) -> tuple[Problem, ...]:
    rows = json.loads(text) if text != "[]" else []
    return tuple(
        Problem(**(row | {"path": path, "severity": Severity(row["severity"])})) for row in rows
    )
