"""What to serve where a file does not hold: its last version that did."""

from __future__ import annotations

from dataclasses import replace

from adapters.documents.base import loaded
from engine.documents import Loaded
from engine.ports import BlobId, CommitId, DocumentText, Repository

LOOKED_BACK = 20
"""How many versions of a file are looked at."""


def substituted(broken: Loaded, repository: Repository, text: DocumentText, at: CommitId) -> Loaded:
    """Give a document that does not hold with the model of its last version that did, if one is found."""
    versions = repository.versions(broken.path, at=at, limit=LOOKED_BACK)
    for blob in versions[1:]:
        found = held_version(broken, repository, text, blob)
        if found is not None:
            return found
    return broken


def held_version(
    broken: Loaded, repository: Repository, text: DocumentText, blob: BlobId
) -> Loaded | None:
    """Give a document that does not hold with the model of this version, None if that does not hold either."""
    older = loaded(broken.path, repository.read([blob])[blob], text)
    return replace(broken, model=older.model, stands_in=blob) if older.model is not None else None
