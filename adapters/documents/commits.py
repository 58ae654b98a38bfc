"""The documents of a commit: read from the repository in one go, parsed on demand, remembered by blob id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from threading import Lock

from adapters.documents.base import DocumentSet, loaded
from adapters.documents.substitutes import holds, substituted, table_that_held
from engine.documents import Loaded, Table
from engine.errors import Problem
from engine.ports.repository import BlobId, CommitId, Repository
from engine.ports.texts import DocumentText
from engine.rate_reading import table_problems

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
        self._problems: dict[tuple[str, BlobId], tuple[Problem, ...]] = {}
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

    def table_problems(
        self, path: str, blob: BlobId, read: Callable[[], bytes]
    ) -> tuple[Problem, ...]:
        """Give what is wrong with a rate table, looking at each once: a big one takes a second."""
        key = (path, blob)
        if key not in self._problems:
            self._problems[key] = table_problems(path, read())
        return self._problems[key]

    def loaded(self, path: str, blob: BlobId, data: bytes, text: DocumentText) -> Loaded:
        """Give a parsed document, parsing it if it is new."""
        key = (path, blob)
        found = self._loaded.get(key)
        if found is None:
            found = loaded(path, data, text)
            with self._lock:
                self._loaded[key] = found
        return found


class CommitDocuments(DocumentSet):
    """The documents of one commit of a repository."""

    def __init__(
        self, repository: Repository, text: DocumentText, commit: CommitId, memory: Memory
    ) -> None:
        """Look at ``commit``; ``memory`` is shared by all commits of the process."""
        super().__init__(text)
        self._repository = repository
        self._commit = commit
        self._memory = memory
        self._fetched = False
        self._substitutes: dict[str, Loaded] = {}
        self._tables: dict[str, Table] = {}

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
        data = self._memory.data(self._repository, blob)
        found = self._memory.loaded(path, blob, data, self._text)
        return found if found.model is not None else self._substitute(found)

    def table(self, path: str) -> Table | None:
        """Give the rate table at ``path``, in its last version that held if it does not; looked at once."""
        found = super().table(path)
        if found is None:
            return None
        if path not in self._tables:
            problems = self._memory.table_problems(path, found.blob, found.read)
            older = (
                None if holds(problems) else table_that_held(path, self._repository, self._commit)
            )
            self._tables[path] = (
                replace(found, problems=problems)
                if older is None
                else Table(path, older, partial(self._older, older), problems, stands_in=True)
            )
        return self._tables[path]

    def _older(self, blob: BlobId) -> bytes:
        return self._repository.read([blob])[blob]

    def _substitute(self, broken: Loaded) -> Loaded:
        """Look once for the last version of a file that held."""
        if broken.path not in self._substitutes:
            found = substituted(broken, self._repository, self._text, self._commit)
            self._substitutes[broken.path] = found
        return self._substitutes[broken.path]
