"""The documents of a commit: read from the repository in one go, parsed on demand, remembered by blob id."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from threading import Lock

from engine.book import Documents
from engine.documents import Loaded, load_document
from engine.edits import Pointer
from engine.errors import Refused
from engine.ports import BlobId, CommitId, DocumentText, Position, Repository

REMEMBERED = 50_000


class Memory:
    """Parsed documents and file bytes of one process, by path and blob id; safe for several threads.

    When full it forgets everything: simple, and rare enough.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._loaded: dict[tuple[str, BlobId], Loaded] = {}
        self._data: dict[BlobId, bytes] = {}
        self._trees: dict[CommitId, Mapping[str, BlobId]] = {}
        self._lock = Lock()

    def tree(self, repository: Repository, commit: CommitId) -> Mapping[str, BlobId]:
        """List the files of a commit."""
        if commit not in self._trees:
            tree = repository.tree(commit)
            with self._lock:
                if len(self._trees) > 16:
                    self._trees.clear()
                self._trees[commit] = tree
        return self._trees[commit]

    def fetch(self, repository: Repository, blobs: Mapping[str, BlobId]) -> None:
        """Read the documents among ``blobs`` that are not known yet, all at once."""
        wanted = {
            blob
            for path, blob in blobs.items()
            if path.endswith(".yaml") and blob not in self._data
        }
        if wanted:
            found = repository.read(wanted)
            with self._lock:
                if len(self._data) > REMEMBERED:
                    self._data.clear()
                    self._loaded.clear()
                self._data.update(found)

    def data(self, repository: Repository, blob: BlobId) -> bytes:
        """Give the bytes of a blob."""
        known = self._data.get(blob)
        return known if known is not None else repository.read([blob])[blob]

    def loaded(self, path: str, blob: BlobId, data: bytes, text: DocumentText) -> Loaded:
        """Give a parsed document, parsing it if it is new."""
        key = (path, blob)
        found = self._loaded.get(key)
        if found is None:
            found = load_document(path, data, text)
            if found is None:
                raise Refused(f"{path} is not the place of any document kind")
            with self._lock:
                self._loaded[key] = found
        return found


class CommitDocuments:
    """The documents of one commit of a repository."""

    def __init__(
        self, repository: Repository, text: DocumentText, commit: CommitId, memory: Memory
    ) -> None:
        """Look at ``commit``; ``memory`` is shared by all commits of the process."""
        self._repository = repository
        self._text = text
        self._commit = commit
        self._memory = memory
        self._fetched = False

    @property
    def commit(self) -> CommitId:
        """The commit these documents stand in."""
        return self._commit

    def blobs(self) -> Mapping[str, BlobId]:
        """Every file: path -> blob id."""
        return self._memory.tree(self._repository, self._commit)

    def data(self, path: str) -> bytes:
        """Give the bytes of a file."""
        return self._memory.data(self._repository, self.blobs()[path])

    def load(self, path: str) -> Loaded:
        """Read and validate the document at ``path``; the first call reads the bytes of all documents."""
        if not self._fetched:
            self._memory.fetch(self._repository, self.blobs())
            self._fetched = True
        blob = self.blobs()[path]
        return self._memory.loaded(
            path, blob, self._memory.data(self._repository, blob), self._text
        )

    def place(self, path: str, at: Pointer) -> Position:
        """Tell where the key or item at ``at`` stands."""
        return self._text.locate(self.data(path)).key(at)

    def overlay(self, changes: Mapping[str, bytes | None]) -> Documents:
        """Give these documents with other bytes at some paths."""
        return OverlayDocuments(self, changes, self._text)


class OverlayDocuments:
    """Documents with some files replaced; nothing of it is written anywhere."""

    def __init__(
        self, below: Documents, changes: Mapping[str, bytes | None], text: DocumentText
    ) -> None:
        """Lay ``changes`` (path -> bytes, None: no file) over ``below``."""
        self._below = below
        self._changes = {path: data for path, data in changes.items() if data is not None}
        self._text = text
        self._loaded: dict[str, Loaded] = {}
        kept = {path: blob for path, blob in below.blobs().items() if path not in changes}
        self._blobs = kept | {path: blob_id(data) for path, data in self._changes.items()}

    @property
    def commit(self) -> CommitId:
        """The commit below."""
        return self._below.commit

    def blobs(self) -> Mapping[str, BlobId]:
        """Every file: path -> blob id."""
        return self._blobs

    def data(self, path: str) -> bytes:
        """Give the bytes of a file."""
        return self._changes[path] if path in self._changes else self._below.data(path)

    def load(self, path: str) -> Loaded:
        """Read and validate the document at ``path``."""
        if path not in self._changes:
            return self._below.load(path)
        if path not in self._loaded:
            found = load_document(path, self._changes[path], self._text)
            if found is None:
                raise Refused(f"{path} is not the place of any document kind")
            self._loaded[path] = found
        return self._loaded[path]

    def place(self, path: str, at: Pointer) -> Position:
        """Tell where the key or item at ``at`` stands."""
        if path not in self._changes:
            return self._below.place(path, at)
        return self._text.locate(self._changes[path]).key(at)

    def overlay(self, changes: Mapping[str, bytes | None]) -> Documents:
        """Give these documents with yet other bytes at some paths."""
        return OverlayDocuments(self, changes, self._text)


def blob_id(data: bytes) -> BlobId:
    """Give the id that git gives to these bytes."""
    return BlobId(hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest())
