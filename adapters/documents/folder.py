"""The documents of a plain folder, for looking at a work tree before anything is committed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from adapters.documents.base import DocumentSet, loaded
from engine.blobs import blob_id
from engine.documents import Loaded
from engine.ports import BlobId, CommitId, DocumentText


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
            self._bytes[path] = self._files.read(path)
        return self._bytes[path]

    def load(self, path: str) -> Loaded:
        """Read and validate the document at ``path``."""
        if path not in self._loaded:
            self._loaded[path] = loaded(path, self.data(path), self._text)
        return self._loaded[path]
