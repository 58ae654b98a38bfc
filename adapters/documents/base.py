"""What every set of documents does the same way once it can list, read and load its files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial

from adapters.documents.raised import in_present_format
from engine.blobs import blob_id
from engine.book import Documents
from engine.documents import Loaded, Table, load_document, misplaced
from engine.edits import Pointer
from engine.errors import Problem, Refused
from engine.facts import Facts
from engine.formats import SETTINGS
from engine.held_facts import CollectedFacts, LaidOverFacts
from engine.ports.repository import BlobId, CommitId
from engine.ports.texts import DocumentText, Position
from engine.rate_reading import table_problems
from engine.rate_table import rate_table_at
from schemas.kinds import kind_of
from schemas.settings import FORMAT


class DocumentSet(ABC):
    """Documents that can list all their files; what is asked of all of them is worked out once."""

    def __init__(self, text: DocumentText) -> None:
        """Read documents with ``text``."""
        self._text = text

    @property
    @abstractmethod
    def commit(self) -> CommitId:
        """The commit these documents stand in."""

    @abstractmethod
    def blobs(self) -> Mapping[str, BlobId]:
        """Every file: path -> blob id."""

    @abstractmethod
    def data(self, path: str) -> bytes:
        """Give the bytes of a file."""

    @abstractmethod
    def load(self, path: str) -> Loaded:
        """Read and validate the document at ``path``."""

    def blob(self, path: str) -> BlobId | None:
        """Give the blob id of one file."""
        return self.blobs().get(path)

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, str]]:
        places: dict[str, dict[str, str]] = {}
        for path in sorted(self.blobs()):
            placed = kind_of(path)
            if placed is not None:
                places.setdefault(placed[0].name, {})[placed[1]] = path
        return places

    def paths(self, kind: str) -> Mapping[str, str]:
        """Places of all documents of a kind, in the order of ids."""
        return dict(sorted(self._places.get(kind, {}).items()))

    def path_of(self, kind: str, document: str) -> str | None:
        """Give the place of one document."""
        return self._places.get(kind, {}).get(document)

    def table(self, path: str) -> Table | None:
        """Give the rate table at ``path`` as it is."""
        blob = self.blob(path)
        return None if blob is None else Table(path, blob, partial(self.data, path))

    def every(self, kind: str) -> Iterable[Loaded]:
        """Give all documents of a kind, in the order of ids."""
        return [self.load(path) for path in self.paths(kind).values()]

    def mentioning(self, text: str) -> Iterable[str]:
        """Give the paths of customers' documents: whoever asks looks into each."""
        return sorted(path for path in self.blobs() if is_of_customer(path))

    def faults(self) -> Iterator[Problem]:
        """Problems of each document by itself, file by file."""
        for path in sorted(self.blobs()):
            yield from _faults_at(path, self)

    @cached_property
    def facts(self) -> Facts:
        """What the documents say that others must find."""
        return CollectedFacts(self.load(path) for path in sorted(self.blobs()) if kind_of(path))

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


def _faults_at(path: str, documents: DocumentSet | OverlayDocuments) -> Iterator[Problem]:
    """Give what is wrong with one file by itself."""
    stray = misplaced(path)
    if stray is not None:
        yield stray
    if kind_of(path) is not None:
        yield from documents.load(path).problems
    elif rate_table_at(path) is not None:
        yield from table_problems(path, documents.data(path))


def is_of_customer(path: str) -> bool:
    """Whether a customer's document has its place at ``path``."""
    placed = kind_of(path)
    return placed is not None and placed[0].fans_out


class OverlayDocuments:
    """Documents with some files replaced; nothing of it is written anywhere. Costs as much as is replaced."""

    def __init__(
        self, below: Documents, changes: Mapping[str, bytes | None], text: DocumentText
    ) -> None:
        """Lay ``changes`` (path -> bytes, None: no file) over ``below``."""
        self._below = below
        self._changed = frozenset(changes)
        self._data = {path: data for path, data in changes.items() if data is not None}
        self._text = text
        self._loaded: dict[str, Loaded] = {}

    @property
    def commit(self) -> CommitId:
        """The commit below."""
        return self._below.commit

    def blobs(self) -> Mapping[str, BlobId]:
        """Every file: path -> blob id."""
        kept = {
            path: blob for path, blob in self._below.blobs().items() if path not in self._changed
        }
        return kept | {path: blob_id(data) for path, data in self._data.items()}

    def blob(self, path: str) -> BlobId | None:
        """Give the blob id of one file."""
        if path in self._data:
            return blob_id(self._data[path])
        return None if path in self._changed else self._below.blob(path)

    def paths(self, kind: str) -> Mapping[str, str]:
        """Places of all documents of a kind, in the order of ids."""
        kept = {
            name: path
            for name, path in self._below.paths(kind).items()
            if path not in self._changed
        }
        return dict(sorted({**kept, **self._own_places.get(kind, {})}.items()))

    @cached_property
    def _own_places(self) -> Mapping[str, Mapping[str, str]]:
        """Sort the replaced documents: kind -> id -> path. Every check asks, and an import brings thousands."""
        places: dict[str, dict[str, str]] = defaultdict(dict)
        for path in self._data:
            if found := kind_of(path):
                places[found[0].name][found[1]] = path
        return dict(places)

    def path_of(self, kind: str, document: str) -> str | None:
        """Give the place of one document."""
        own = self._own_places.get(kind, {}).get(document)
        if own is not None:
            return own
        below = self._below.path_of(kind, document)
        return None if below in self._changed else below

    def data(self, path: str) -> bytes:
        """Give the bytes of a file."""
        return self._data[path] if path in self._data else self._below.data(path)

    def load(self, path: str) -> Loaded:
        """Read and validate the document at ``path``."""
        if path not in self._data:
            return self._below.load(path)
        if path not in self._loaded:
            self._loaded[path] = loaded(path, self._data[path], self._text)
        return self._loaded[path]

    def table(self, path: str) -> Table | None:
        """Give the rate table at ``path``; one that was replaced is as it is."""
        if path not in self._changed:
            return self._below.table(path)
        blob = self.blob(path)
        return None if blob is None else Table(path, blob, partial(self.data, path))

    def every(self, kind: str) -> Iterable[Loaded]:
        """Give all documents of a kind, in the order of ids."""
        below = [one for one in self._below.every(kind) if one.path not in self._changed]
        own = [self.load(path) for path in self._own_places.get(kind, {}).values()]
        return sorted([*below, *own], key=lambda one: one.id)

    def mentioning(self, text: str) -> Iterable[str]:
        """Give the paths of customers' documents that may say ``text``: those below, and every replaced one."""
        below = {path for path in self._below.mentioning(text) if path not in self._changed}
        return sorted(below | {path for path in self._data if is_of_customer(path)})

    def faults(self) -> Iterator[Problem]:
        """Problems of each document by itself: those below, then those of the replaced files."""
        yield from (
            problem for problem in self._below.faults() if problem.path not in self._changed
        )
        for path in sorted(self._data):
            yield from _faults_at(path, self)

    @cached_property
    def facts(self) -> Facts:
        """What the documents say that others must find."""
        own = CollectedFacts(self.load(path) for path in sorted(self._data) if kind_of(path))
        return LaidOverFacts(self._below.facts, self._changed, own)

    @property
    def form(self) -> int:
        """The format the files have."""
        return FORMAT

    def file_of(self, path: str) -> str:
        """Give the file a document stands in: its own place."""
        return path

    def place(self, path: str, at: Pointer) -> Position:
        """Tell where the key or item at ``at`` stands."""
        if path not in self._data:
            return self._below.place(path, at)
        return self._text.locate(self._data[path]).key(at)

    def overlay(self, changes: Mapping[str, bytes | None]) -> Documents:
        """Give these documents with yet other bytes at some paths."""
        return laid_over(self, changes, self._text)


def laid_over(
    below: Documents, changes: Mapping[str, bytes | None], text: DocumentText
) -> Documents:
    """Lay changed files over documents; settings of an older format among them make the documents be raised."""
    over = OverlayDocuments(below, changes, text)
    return in_present_format(over, text) if SETTINGS in changes else over


def loaded(path: str, data: bytes, text: DocumentText) -> Loaded:
    """Read and validate a file that must be a document."""
    found = load_document(path, data, text)
    if found is None:
        raise Refused(f"{path} is not the place of any document kind")
    return found
