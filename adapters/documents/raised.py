"""The documents of a commit of an older format, as the present format has them; the files stay what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial

from engine.book import Documents
from engine.documents import Loaded, OriginPositions, Table, misplaced, parse_old_file
from engine.edits import Pointer
from engine.errors import Problem, Refused
from engine.facts import Facts
from engine.formats import SETTINGS, format_of
from engine.held_facts import CollectedFacts
from engine.ports.repository import BlobId, CommitId
from engine.ports.texts import DocumentText, Position
from engine.rate_reading import table_problems
from engine.rate_table import rate_table_at
from schemas.kinds import KINDS, kind_of
from schemas.settings import FORMAT
from schemas.upgrade import belongs, candidates, source
from schemas.upgrade.step import Part


def in_present_format(documents: Documents, text: DocumentText) -> Documents:
    """Give documents as the present format has them, whatever the format of their settings.

    Raises:
        Refused: their format is newer than this program.
    """
    if isinstance(documents, RaisedDocuments):
        return documents
    known = documents.blob(SETTINGS) is not None
    form = format_of(documents.data(SETTINGS) if known else None, text)
    return documents if form == FORMAT else RaisedDocuments(documents, form, text)


class RaisedDocuments:
    """Documents of an older format. Files are listed and read as they are; documents are found, loaded and placed
    as if they stood where the present format has them. Each file is parsed once, when it is asked for.
    """

    def __init__(self, below: Documents, form: int, text: DocumentText) -> None:
        """Raise the files of ``below``, which are of format ``form``."""
        self._below = below
        self._form = form
        self._text = text
        self._parsed: dict[str, Mapping[str, tuple[Loaded, Part]]] = {}

    @property
    def commit(self) -> CommitId:
        """The commit these documents stand in."""
        return self._below.commit

    @property
    def form(self) -> int:
        """The format of the files."""
        return self._form

    def blobs(self) -> Mapping[str, BlobId]:
        """Every file as it is: path -> blob id."""
        return self._below.blobs()

    def blob(self, path: str) -> BlobId | None:
        """Give the blob id of one file as it is, or of the file that holds what stands at a place."""
        file = source(self._form, path)
        if file == path or self._below.blob(path) is not None:
            return self._below.blob(path)
        held = self._below.blob(file)
        is_part = held is not None and path != candidates(self._form, file)[0]
        return None if is_part and path not in self._parts(file) else held

    def data(self, path: str) -> bytes:
        """Give the bytes of a file as it is."""
        file = source(self._form, path)
        if file != path and self._below.blob(path) is None:
            raise Refused(
                f"{path} is part of {file} in format {self._form}",
                "look at that file, or raise the repository with: config upgrade",
            )
        return self._below.data(path)

    def file_of(self, path: str) -> str:
        """Give the file a document stands in."""
        return source(self._form, path)

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return tuple(path for path in sorted(self.blobs()) if belongs(self._form, path))

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, str]]:
        """Every document of every kind: kind -> id -> path."""
        places: dict[str, dict[str, str]] = {}
        for file in self._files:
            held = candidates(self._form, file)
            for path in held if len(held) == 1 else self._parts(file):
                placed = kind_of(path)
                if placed is not None:
                    places.setdefault(placed[0].name, {})[placed[1]] = path
        return places

    def paths(self, kind: str) -> Mapping[str, str]:
        """Places of all documents of a kind in the present format, in the order of ids."""
        return dict(sorted(self._places.get(kind, {}).items()))

    def path_of(self, kind: str, document: str) -> str | None:
        """Give the place of one document in the present format."""
        return self._places.get(kind, {}).get(document)

    def _parts(self, file: str) -> Mapping[str, tuple[Loaded, Part]]:
        if file not in self._parsed:
            found = parse_old_file(self._form, file, self._below.data(file), self._text)
            self._parsed[file] = {loaded.path: (loaded, part) for loaded, part in found}
        return self._parsed[file]

    def _part(self, path: str) -> tuple[Loaded, Part]:
        file = source(self._form, path)
        found = self._parts(file).get(path) if self._below.blob(file) is not None else None
        if found is None:
            raise Refused(f"{path} is not the place of any document")
        return found

    def load(self, path: str) -> Loaded:
        """Give the document at ``path``, raised."""
        return self._part(path)[0]

    def table(self, path: str) -> Table | None:
        """Give the rate table that the present format has at ``path``, as it is."""
        blob = self.blob(path)
        return None if blob is None else Table(path, blob, partial(self.data, self.file_of(path)))

    def every(self, kind: str) -> Iterable[Loaded]:
        """Give all documents of a kind, in the order of ids."""
        return [self.load(path) for path in self.paths(kind).values()]

    def mentioning(self, text: str) -> Iterable[str]:
        """Give the paths of customers' documents: whoever asks looks into each."""
        return sorted(
            path for kind in KINDS if kind.fans_out for path in self.paths(kind.name).values()
        )

    def faults(self) -> Iterator[Problem]:
        """Problems of each file, at their places in the file as it is."""
        for file in sorted(self.blobs()):
            if file in self._files:
                yield from self._faults_in(file)
            else:
                yield self._stray(file)

    def _faults_in(self, file: str) -> Iterator[Problem]:
        if not any(kind_of(path) for path in candidates(self._form, file)):
            yield from self._others(file)
            return
        for loaded, _ in self._parts(file).values():
            yield from loaded.problems

    def _others(self, file: str) -> Iterator[Problem]:
        """Problems of a file that is no document: rates are told at the file as it is."""
        place = candidates(self._form, file)[0]
        if rate_table_at(place) is not None:
            for problem in table_problems(place, self._below.data(file)):
                yield replace(problem, path=file)
        elif stray := misplaced(file):
            yield stray

    def _stray(self, file: str) -> Problem:
        return Problem(
            path=file,
            rule="unknown-document",
            message=f"nothing has its place here in format {self._form}, so nothing reads this file",
            hint=f"write it in {source(self._form, file)}, or raise the repository with: config upgrade",
        )

    @cached_property
    def facts(self) -> Facts:
        """What the documents say that others must find."""
        loaded = (
            found
            for file in self._files
            if any(kind_of(path) for path in candidates(self._form, file))
            for found, _ in self._parts(file).values()
        )
        return CollectedFacts(loaded)

    def place(self, path: str, at: Pointer) -> Position:
        """Tell where the key or item at ``at`` stands in the file."""
        _, part = self._part(path)
        places = self._text.locate(self._below.data(source(self._form, path)))
        return OriginPositions(places, part).key(at)

    def overlay(self, changes: Mapping[str, bytes | None]) -> Documents:
        """Give these documents with other bytes at some files."""
        return in_present_format(self._below.overlay(changes), self._text)
