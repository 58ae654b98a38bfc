"""History that was rewritten under us: what we went by, what is there instead, and who may take it as the config."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.book import Book
from engine.errors import Invalid, Refused
from engine.ports.heads import Heads
from engine.ports.repository import CommitId, CommitInfo, Repository
from handlers.kit.reply import Text, Tone, sentence
from schemas.operators import Operator, Role

ADOPTERS = (Role.ENGINEER, Role.ADMIN)
_EVER = datetime.max.replace(tzinfo=UTC)
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Two heads: the branch does not contain ``old``, which we went by; it is at ``new``."""

    old: CommitId
    new: CommitId

    @property
    def digest(self) -> str:
        """What a person names who has seen both."""
        return hashlib.sha256(f"{self.old} {self.new}".encode()).hexdigest()[:16]


def rewritten(repository: Repository, heads: Heads) -> Rewritten | None:
    """Tell whether the branch as last fetched lost the head that was taken last; None if it only grew."""
    old = heads.in_force(_EVER)
    new = repository.head()
    if old is None or old == new or not repository.rewritten_since(old):
        return None
    return Rewritten(old, new)


def only_in(
    repository: Repository, commit: CommitId, *, other: CommitId
) -> Sequence[CommitInfo] | None:
    """Give the commits that one head has and the other has not, newest first; None if a head is not known any more."""
    try:
        return repository.only_in(commit, other=other, limit=_MOST)
    except Refused:
        return None


def adopters(book: Book, repository: Repository, found: Rewritten) -> tuple[Operator, ...]:
    """Give who may adopt: engineers and admins, but not who wrote the newest commit, if there is anybody else."""
    may = [one for one in book.operators if set(one.roles) & set(ADOPTERS)]
    newest = repository.describe(found.new)
    written_by = newest.committer or newest.author
    others = [one for one in may if one.email.lower() != written_by.email.lower()]
    return tuple(others or may)


def refusal_of(book: Book, repository: Repository, found: Rewritten) -> Refused:
    """Say why nothing is changed now, and who can end that."""
    try:
        names = [one.name for one in adopters(book, repository, found)]
    except (Invalid, Refused):
        names = []
    who = " or ".join(names) or "an engineer"
    return Refused(
        f"nothing is changed now: the history of the config was rewritten. We went by {found.old[:12]},"
        f" and {found.new[:12]} does not contain it",
        f"{who} can look at it and adopt it: repo adopt",
    )


def standstill(refused: Refused) -> Text:
    """Tell on its own what ``refusal_of`` says."""
    return Text(f"{sentence(refused.message)}. {refused.hint}", Tone.BAD)
