"""The documents of a plain folder, for looking at a work tree before anything is committed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from adapters.documents.commits import OverlayDocuments, blob_id
from engine.book import Documents
from engine.documents import Loaded, load_document
from engine.edits import Pointer
from engine.errors import Refused
from engine.ports import BlobId, CommitId, DocumentText, Position


class Files(Protocol):
    """Files below a root, by path relative to it."""

    def files(self) -> Mapping[str, object]:
        """List them."""
        ...

    def read(self, path: str) -> bytes:
        """Give the bytes of one."""
        ...


class FolderDocuments:
    """The documents as they lie in a folder now; each file is read once."""

    def __init__(self, files: Files, text: DocumentText) -> None:
        """Look at ``files``."""
        self._files = files
        self._text = text
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
            found = load_document(path, self.data(path), self._text)
            if found is None:
                raise Refused(f"{path} is not the place of any document kind")
            self._loaded[path] = found
        return self._loaded[path]

    def place(self, path: str, at: Pointer) -> Position:
        """Tell where the key or item at ``at`` stands."""
        return self._text.locate(self.data(path)).key(at)

    def overlay(self, changes: Mapping[str, bytes | None]) -> Documents:
        """Give these documents with other bytes at some paths."""
        return OverlayDocuments(self, changes, self._text)
