"""The config repository: commits, their files, and pushing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from engine.ports.ids import OperationId

CommitId = NewType("CommitId", str)
BlobId = NewType("BlobId", str)


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an e-mail address as git records them."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CommitInfo:
    """One commit as people read it. ``trailers`` holds the last value of each trailer, keys as written.

    ``committer`` is who wrote it down: somebody else than ``author`` after a rewrite.
    """

    id: CommitId
    author: Person
    committed_at: datetime
    subject: str
    trailers: Mapping[str, str]
    committer: Person | None = None


class PushOutcome(StrEnum):
    """What became of a push."""

    LANDED = "landed"
    LOST = "lost"  # the branch had moved: replay on the new head
    PROTECTED = "protected"  # the branch takes no direct pushes: it takes what somebody merges
    DECLINED = "declined"  # a hook of the remote said no, or we may not write there at all
    UNCLEAR = "unclear"  # the answer was lost: look for the Op-Id on the remote


@dataclass(frozen=True, slots=True)
class PushResult:
    """Outcome of a push and, where it did not land, what the remote said (one line, no secrets)."""

    outcome: PushOutcome
    detail: str = ""


class Repository(Protocol):
    """One branch of one remote, seen through our own bare clone; nothing here touches a work tree.

    Paths are relative to the root of the config repository (the folder that holds ``settings.yaml``). Every network
    call has a timeout and raises ``Unavailable`` when the remote cannot be reached.
    """

    def fetch(self, *, within_s: int | None = None) -> CommitId:
        """Bring the branch up to date and give its head.

        ``within_s`` is how long to wait for it where there is an older head to go by; None: as long as a change would.
        A branch that was there and is gone is ``Unavailable``: what was known of it stays.
        """
        ...

    def head(self) -> CommitId:
        """Give the head of the branch as last fetched; fetches if there is none yet."""
        ...

    def known_head(self) -> CommitId | None:
        """Give the head of the branch as last fetched, asking nothing outside; None if there is no clone yet."""
        ...

    def resolve(self, revision: str) -> CommitId:
        """Turn a commit id, its beginning, a branch or a tag into a commit id. Raises ``Refused`` if there is none."""
        ...

    def at_instant(self, instant: datetime) -> CommitId:
        """Give the newest first-parent commit of the branch committed at or before ``instant``."""
        ...

    def tree(self, commit: CommitId) -> Mapping[str, BlobId]:
        """List every file of a commit below the root: path -> blob id."""
        ...

    def changed(self, old: CommitId, new: CommitId) -> Mapping[str, BlobId | None]:
        """List the files that differ between two commits: path -> blob id in ``new``, None if it is gone there.

        Equal folders are skipped, so this costs as much as differs. Raises ``Refused`` if ``old`` is not known.
        """
        ...

    def versions(self, path: str, *, at: CommitId, limit: int) -> Sequence[BlobId]:
        """Give the blobs that a path held up to a commit, newest first, as first-parent history has them."""
        ...

    def read(self, blobs: Iterable[BlobId]) -> Mapping[BlobId, bytes]:
        """Read many blobs in one go."""
        ...

    def commit(
        self,
        base: CommitId,
        changes: Mapping[str, bytes | None],
        *,
        message: str,
        author: Person,
        at: datetime,
        keep_as: OperationId,
    ) -> CommitId:
        """Write a commit on ``base`` with ``changes`` (path -> new bytes, None removes) and no work tree.

        The committer is the bot. The commit is kept under ``refs/trunkline/ops/<keep_as>`` until released.
        """
        ...

    def push(self, commit: CommitId, *, base: CommitId) -> PushResult:
        """Move the remote's branch from ``base`` to ``commit``, never by force: the compare-and-swap."""
        ...

    def branch(self, name: str) -> CommitId | None:
        """Give the head of another branch of the remote as last fetched; None if there is no such branch."""
        ...

    def move_branch(self, name: str, to: CommitId | None, *, was: CommitId | None) -> PushResult:
        """Put another branch of the remote to ``to`` if it is at ``was``, whatever these contain; None: no such branch.

        Raises ``Refused`` for the branch that the config is on.
        """
        ...

    def try_push(self) -> str:
        """Ask the remote whether it would take a push, without pushing; gives what it says against it, else nothing.

        What hooks and protection of the branch say is not asked: only a real push is.
        """
        ...

    def release(self, operation: OperationId) -> None:
        """Forget ``refs/trunkline/ops/<operation>``."""
        ...

    def kept(self) -> Sequence[OperationId]:
        """List the operations whose commits are kept."""
        ...

    def find_operation(self, operation: OperationId, *, since: CommitId | None) -> CommitId | None:
        """Fetch, then find the bot's commit with that ``Op-Id`` on the branch behind ``since`` (None: anywhere)."""
        ...

    def carrying(self, operation: OperationId, *, since: CommitId) -> Sequence[CommitId]:
        """Give commits of the branch as last fetched, behind ``since``, with a line ``Op-Id: <operation>``, newest first.

        Whoever wrote them: anybody can write that line, so by itself it proves nothing.
        """
        ...

    def contains(self, commit: CommitId) -> bool:
        """Whether the branch as last fetched contains ``commit``; False for one that is not known."""
        ...

    def log(self, paths: Sequence[str], *, at: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Commits that touched any of ``paths`` (files or folders), newest first, as seen from ``at``."""
        ...

    def describe(self, commit: CommitId) -> CommitInfo:
        """Give one commit."""
        ...

    def blame(self, path: str, line: int, *, at: CommitId) -> CommitInfo:
        """Give the commit that last wrote this line (counted from 1)."""
        ...

    def rewritten_since(self, commit: CommitId) -> bool:
        """Whether the branch as last fetched no longer contains ``commit``: its history was rewritten."""
        ...

    def saw_rewrite(self) -> bool:
        """Whether our clone ever met history that was rewritten; costs no look at the history."""
        ...

    def only_in(self, commit: CommitId, *, other: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Give the commits that ``commit`` contains and ``other`` does not, newest first.

        Raises ``Refused`` if one of them is not known.
        """
        ...

    def writer_lock(self) -> AbstractContextManager[object]:
        """Hold the right to write: one writer among all threads and processes that share the clone.

        Entering raises ``Unavailable`` when another writer holds it for too long. It cannot be taken twice at once.
        """
        ...

    def maintain(self) -> None:
        """Pack what was written since the last time and index the history, once a night."""
        ...
