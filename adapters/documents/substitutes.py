"""What to serve where a file does not hold: its last version that did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from adapters.documents.base import loaded
from engine.documents import Loaded
from engine.errors import Problem, Severity
from engine.ports.repository import BlobId, CommitId, Repository
from engine.ports.texts import DocumentText
from engine.rate_reading import table_problems
from engine.revoked import without_revoked
from schemas.operators import Operators

LOOKED_BACK = 20
"""How many versions of a file are looked at."""


def substituted(broken: Loaded, repository: Repository, text: DocumentText, at: CommitId) -> Loaded:
    """Give a document that does not hold with the model of its last version that did, if one is found."""
    for blob in repository.versions(broken.path, at=at, limit=LOOKED_BACK)[1:]:
        found = held_version(broken, repository, text, blob)
        if found is not None:
            return as_of(found, repository, text, at)
    return broken


def held_version(
    broken: Loaded, repository: Repository, text: DocumentText, blob: BlobId
) -> Loaded | None:
    """Give a document that does not hold with the model of this version, None if that does not hold either."""
    older = loaded(broken.path, repository.read([blob])[blob], text)
    return replace(broken, model=older.model, stands_in=blob) if older.model is not None else None


def as_of(substitute: Loaded, repository: Repository, text: DocumentText, at: CommitId) -> Loaded:
    """Take out of a substitute what the versions since took away that do not hold: people who were removed stay removed."""
    people = substitute.model
    if not isinstance(people, Operators):
        return substitute
    versions = repository.versions(substitute.path, at=at, limit=LOOKED_BACK)
    for blob in _since(versions, substitute.stands_in):
        data = repository.read([blob])[blob]
        reading = text.read(substitute.path, data)
        people = without_revoked(people, reading, data.decode("utf-8", "replace"))
    return replace(substitute, model=people)


def _since(versions: Sequence[BlobId], held: BlobId | None) -> Sequence[BlobId]:
    return versions[: versions.index(held)] if held in versions else versions


def table_that_held(path: str, repository: Repository, at: CommitId) -> BlobId | None:
    """Give the last version of a rate table that held, before the present one; None if none is found."""
    for blob in repository.versions(path, at=at, limit=LOOKED_BACK)[1:]:
        if holds(table_problems(path, repository.read([blob])[blob])):
            return blob
    return None


def holds(problems: Iterable[Problem]) -> bool:
    """Whether a table with these problems is served: warnings do not keep it from that."""
    return all(one.severity is not Severity.ERROR for one in problems)
