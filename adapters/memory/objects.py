"""Commits and blobs by id, as git keeps them, in memory; a line of commits and no merges."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from engine.blobs import blob_id
from engine.errors import Refused
from engine.ports.repository import BlobId, CommitId, CommitInfo, Person

_TRAILER = re.compile(r"([A-Za-z0-9-]+): (.*)")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, and every file of it: path -> blob id."""

    info: CommitInfo
    message: str
    parent: CommitId | None
    files: Mapping[str, BlobId]


@dataclass
class Objects:
    """Commits and blobs by id."""

    commits: dict[CommitId, Commit] = field(default_factory=dict)
    blobs: dict[BlobId, bytes] = field(default_factory=dict)

    def line(self, head: CommitId | None) -> Iterator[Commit]:
        """Give the commits from ``head`` back to the first."""
        while head is not None and head in self.commits:
            commit = self.commits[head]
            yield commit
            head = commit.parent

    def contains(self, newer: CommitId | None, older: CommitId) -> bool:
        """Whether the line of ``newer`` holds ``older``."""
        return any(commit.info.id == older for commit in self.line(newer))

    def copy_line(self, head: CommitId | None, source: Objects) -> None:
        """Take over the commits of a line, with their blobs."""
        for commit in source.line(head):
            if commit.info.id in self.commits:
                return
            self.commits[commit.info.id] = commit
            self.blobs.update((blob, source.blobs[blob]) for blob in commit.files.values())

    def add(
        self,
        parent: CommitId | None,
        changes: Mapping[str, bytes | None],
        *,
        message: str,
        people: tuple[Person, Person],
        at: datetime,
    ) -> CommitId:
        """Write a commit by ``people`` (author, committer)."""
        files = dict(self.commits[parent].files) if parent else {}
        _refuse_clashes(files, changes)
        for path, data in changes.items():
            if data is None:
                del files[path]
            else:
                files[path] = blob_id(data)
                self.blobs[files[path]] = data
        author, committer = (_clean(person) for person in people)
        moment = datetime.fromtimestamp(int(at.timestamp()), UTC)
        what = repr((parent, sorted(files.items()), message, author, committer, moment))
        commit = CommitId(hashlib.sha1(what.encode(), usedforsecurity=False).hexdigest())
        info = CommitInfo(commit, author, moment, _subject(message), _trailers(message), committer)
        self.commits[commit] = Commit(info, message, parent, files)
        return commit


def _refuse_clashes(files: Mapping[str, BlobId], changes: Mapping[str, bytes | None]) -> None:
    after = {path for path in files if changes.get(path, b"") is not None}
    for path, data in changes.items():
        parts = path.split("/")
        if any(part in ("", ".", "..") or part.lower() == ".git" for part in parts):
            raise Refused(f"{path!r} is not a path inside the config repository")
        if data is None and path not in files:
            raise Refused(f"{path} is not there to be removed")
        if data is not None:
            after.add(path)
    for path, data in changes.items():
        folders = {path[: place.start()] for place in re.finditer("/", path)}
        is_folder = any(other.startswith(f"{path}/") for other in after | files.keys())
        if data is not None and (is_folder or folders & after):
            raise Refused(f"{path} cannot stand beside a file or folder of that name")


def _clean(person: Person) -> Person:
    name, email = (
        re.sub(r"[\x00-\x1f\x7f<>]+", " ", text).strip() for text in (person.name, person.email)
    )
    return Person(name or email, email.replace(" ", ""))


def _subject(message: str) -> str:
    return " ".join(message.strip().partition("\n\n")[0].splitlines())


def _trailers(message: str) -> dict[str, str]:
    paragraphs = message.strip().split("\n\n")
    if len(paragraphs) == 1:
        return {}
    found = (_TRAILER.fullmatch(line) for line in paragraphs[-1].splitlines())
    return {match[1]: match[2] for match in found if match}
