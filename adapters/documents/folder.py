"""The documents of a plain folder, for looking at a work tree before anything is committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Protocol

from adapters.documents.base import DocumentSet, loaded
from engine.blobs import blob_id
from engine.documents import Loaded, unreadable
from engine.errors import Problem, Refused
from engine.ports.repository import BlobId, CommitId
from engine.ports.texts import DocumentText
from schemas.kinds import kind_of


class Files(Protocol):
    """Files below a root, by path relative to it."""

    def files(self) -> Mapping[str, object]:
        """List them."""
        ...

    def read(self, path: str) -> bytes:
        """Give the bytes of one."""
        ...


class FolderDocuments(DocumentSet):
    """The documents as they lie in a folder now; each file is read once."""

    def __init__(self, files: Files, text: DocumentText) -> None:
        """Look at ``files``."""
        super().__init__(text)
        self._files = files
        self._bytes: dict[str, bytes] = {}
        self._loaded: dict[str, Loaded] = {}
        self._unread: dict[str, Problem] = {}

    @property
    def commit(self) -> CommitId:
        """No commit: the empty id."""
        return CommitId("")

    @cached_property
    def _blobs(self) -> Mapping[str, BlobId]:
        return {path: blob_id(self.data(path)) for path in sorted(self._files.files())}

    def blobs(self) -> Mapping[str, BlobId]:
        """Every file: path -> blob id."""
        return self._blobs

    def data(self, path: str) -> bytes:
        """Give the bytes of a file."""
        if path not in self._bytes:
            try:
                self._bytes[path] = self._files.read(path)
            except Refused as refused:  # one file is no reason not to look at the others
                self._bytes[path] = b""
                self._unread[path] = unreadable(path, refused)
        return self._bytes[path]

    def load(self, path: str) -> Loaded:
        """Read and validate the document at ``path``."""
        if path not in self._loaded:
            data, placed = self.data(path), kind_of(path)
            self._loaded[path] = (
                Loaded(path, *placed, None, (self._unread[path],))
                if placed and path in self._unread
                else loaded(path, data, self._text)
            )
        return self._loaded[path]

    def faults(self) -> Iterator[Problem]:
        """Problems of each document by itself, file by file; of a file that cannot be read, only that."""
        told = (problem for problem in super().faults() if problem.path not in self._unread)
        yield from told
        yield from self._unread.values()
