"""The in-memory twin of the config repository: clones of a remote that is in memory too."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from difflib import SequenceMatcher

from adapters.memory.objects import Commit, Objects
from adapters.memory.remote import MemoryRemote
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from engine.ports.repository import BlobId, CommitId, CommitInfo, Person, PushOutcome, PushResult

_SHORTEST_ID = 4


class MemoryRepository:
    """The ``Repository`` port over a ``MemoryRemote``; the root of the config repository is its top."""

    def __init__(self, remote: MemoryRemote, *, committer: Person) -> None:
        """Clone ``remote``; ``committer`` is the bot."""
        self._remote = remote
        self._committer = committer
        self._objects = Objects()
        self._head: CommitId | None = None
        self._branches: dict[str, CommitId] = {}
        self._kept: dict[OperationId, CommitId] = {}
        self._writer = threading.Lock()
        self._saw_rewrite = False

    def fetch(self, *, within_s: int | None = None) -> CommitId:
        """Bring the branch up to date and give its head; memory is never slow."""
        if not self._remote.is_reachable:
            raise Unavailable("the config remote")
        with self._remote.lock:
            if self._remote.head is None and self._head is not None:
                raise Unavailable(
                    "the config remote",
                    f"it has no branch {self._remote.branch} any more",
                    f"Push {self._head} to it again.",
                )
            if self._remote.head is None:
                raise Refused("the config repository has no commits yet", "push a first commit")
            self._objects.copy_line(self._remote.head, self._remote.objects)
            if self._head is not None:
                self._saw_rewrite |= not self._objects.contains(self._remote.head, self._head)
            self._head = self._remote.head
            self._branches = dict(self._remote.branches)
            for tip in self._branches.values():
                self._objects.copy_line(tip, self._remote.objects)
            return self._head

    def head(self) -> CommitId:
        """Give the head of the branch as last fetched; fetches if there is none yet."""
        return self._head or self.fetch()

    def known_head(self) -> CommitId | None:
        """Give the head of the branch as last fetched; None if nothing was fetched yet."""
        return self._head

    def resolve(self, revision: str) -> CommitId:
        """Turn a commit id, its beginning or the branch into a commit id. Raises ``Refused`` if there is none."""
        base, tilde, steps = revision.rpartition("~")
        if tilde and steps.isdigit():
            return self._back(self.resolve(base), int(steps))
        if revision in ("HEAD", self._remote.branch):
            return self.head()
        tagged = self._remote.tags.get(revision)
        if tagged in self._objects.commits:
            return tagged
        known = tuple(self._objects.commits)
        found = [commit for commit in known if commit.startswith(revision)]
        if len(revision) < _SHORTEST_ID or not found:
            raise Refused(f"the config repository has no commit, branch or tag {revision!r}")
        if len(found) > 1:
            raise Refused(f"{revision!r} is the beginning of several commits", "give more digits")
        return found[0]

    def _back(self, commit: CommitId, steps: int) -> CommitId:
        for _ in range(steps):
            parent = self._objects.commits[commit].parent
            if parent is None:
                raise Refused(f"{commit[:12]} has fewer than {steps} commits before it")
            commit = parent
        return commit

    def at_instant(self, instant: datetime) -> CommitId:
        """Give the newest first-parent commit of the branch committed at or before ``instant``."""
        for commit in self._objects.line(self.head()):
            if commit.info.committed_at <= instant:
                return commit.info.id
        when = instant.astimezone(UTC).isoformat(timespec="seconds")
        raise Refused(f"the config repository has no commit as old as {when}")

    def tree(self, commit: CommitId) -> Mapping[str, BlobId]:
        """List every file of a commit: path -> blob id."""
        return dict(self._commit(commit).files)

    def changed(self, old: CommitId, new: CommitId) -> Mapping[str, BlobId | None]:
        """List the files that differ between two commits."""
        before, after = self.tree(old), self.tree(new)
        paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
        return {path: after.get(path) for path in sorted(paths)}

    def versions(self, path: str, *, at: CommitId, limit: int) -> Sequence[BlobId]:
        """Give the blobs that a path held up to a commit, newest first."""
        found: list[BlobId] = []
        for commit in self._objects.line(at):
            blob = commit.files.get(path)
            if blob is not None and (not found or found[-1] != blob):
                found.append(blob)
        return found[:limit]

    def read(self, blobs: Iterable[BlobId]) -> Mapping[BlobId, bytes]:
        """Read many blobs in one go."""
        wanted = tuple(blobs)
        if missing := [blob for blob in wanted if blob not in self._objects.blobs]:
            raise Unavailable(
                "the clone of the config repository", f"object {missing[0]} is missing"
            )
        return {blob: self._objects.blobs[blob] for blob in wanted}

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
        """Write a commit on ``base`` with ``changes`` (path -> new bytes, None removes)."""
        self._commit(base)
        people = (author, self._committer)
        commit = self._objects.add(base, changes, message=message, people=people, at=at)
        self._kept[keep_as] = commit
        return commit

    def push(self, commit: CommitId, *, base: CommitId) -> PushResult:
        """Move the remote's branch from ``base`` to ``commit``, never by force: the compare-and-swap."""
        if self._commit(commit).parent != base:
            raise Refused(f"commit {commit[:12]} does not stand directly on {base[:12]}")
        if not self._remote.is_reachable:
            raise Unavailable("the config remote")
        with self._remote.lock:
            if self._remote.objects.contains(self._remote.head, commit):
                self.fetch()
                return PushResult(PushOutcome.LANDED)
            if self._remote.head != base:
                self.fetch()
                return PushResult(PushOutcome.LOST, "fetch first")
            if self._remote.declines:
                return PushResult(PushOutcome.DECLINED, self._remote.declines)
            if self._remote.is_protected:
                return PushResult(PushOutcome.PROTECTED, "the branch is protected")
            self._remote.objects.copy_line(commit, self._objects)
            self._remote.head = self._head = commit
        return PushResult(PushOutcome.LANDED)

    def branch(self, name: str) -> CommitId | None:
        """Give the head of another branch of the remote as last fetched; None if there is no such branch."""
        return self._branches.get(name)

    def move_branch(self, name: str, to: CommitId | None, *, was: CommitId | None) -> PushResult:
        """Put another branch of the remote to ``to`` if it is at ``was``, whatever these contain; None: no such branch."""
        if name == self._remote.branch:
            raise Refused(f"{name} is the branch of the config, which moves by pushes only")
        if not self._remote.is_reachable:
            raise Unavailable("the config remote")
        with self._remote.lock:
            stands = self._remote.branches.get(name)
            if stands not in (was, to):
                self.fetch()
                return PushResult(PushOutcome.LOST, "stale info")
            if self._remote.declines:
                return PushResult(PushOutcome.DECLINED, self._remote.declines)
            if to is None:
                self._remote.branches.pop(name, None)
            else:
                self._remote.objects.copy_line(to, self._objects)
                self._remote.branches[name] = to
            self._branches = dict(self._remote.branches)
        return PushResult(PushOutcome.LANDED)

    def try_push(self) -> str:
        """Nothing speaks against a push to memory."""
        return ""

    def release(self, operation: OperationId) -> None:
        """Forget the commit kept for an operation."""
        self._kept.pop(operation, None)

    def kept(self) -> Sequence[OperationId]:
        """List the operations whose commits are kept."""
        return tuple(self._kept)

    def find_operation(self, operation: OperationId, *, since: CommitId | None) -> CommitId | None:
        """Fetch, then find the bot's commit with that ``Op-Id`` on the branch behind ``since`` (None: anywhere)."""
        for commit in self._objects.line(self.fetch()):
            if commit.info.id == since:
                return None
            is_ours = commit.info.committer == self._committer
            if is_ours and commit.info.trailers.get("Op-Id") == operation:
                return commit.info.id
        return None

    def carrying(self, operation: OperationId, *, since: CommitId) -> Sequence[CommitId]:
        """Give commits of the branch as last fetched, behind ``since``, with a line ``Op-Id: <operation>``, newest first."""
        held = {one.info.id for one in self._objects.line(since)}
        return tuple(
            one.info.id
            for one in self._objects.line(self.head())
            if one.info.id not in held and f"Op-Id: {operation}" in one.message.splitlines()
        )

    def contains(self, commit: CommitId) -> bool:
        """Whether the branch as last fetched contains ``commit``; False for one that is not known."""
        return self._objects.contains(self.head(), commit)

    def rewritten_since(self, commit: CommitId) -> bool:
        """Whether the branch as last fetched no longer contains ``commit``."""
        return not self._objects.contains(self.head(), commit)

    def saw_rewrite(self) -> bool:
        """Whether a fetch met history that was rewritten."""
        return self._saw_rewrite

    def log(self, paths: Sequence[str], *, at: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Commits that touched any of ``paths`` (files or folders; none: any file), newest first, from ``at``."""
        self._commit(at)
        touching = (
            commit.info
            for commit in self._objects.line(at)
            if any(_is_below(changed, paths) for changed in self._changed(commit))
        )
        return tuple(info for info, _ in zip(touching, range(limit), strict=False))

    def only_in(self, commit: CommitId, *, other: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Give the commits that ``commit`` contains and ``other`` does not, newest first."""
        self._commit(commit)
        self._commit(other)
        held = {one.info.id for one in self._objects.line(other)}
        found = [one.info for one in self._objects.line(commit) if one.info.id not in held]
        return tuple(found[:limit])

    def describe(self, commit: CommitId) -> CommitInfo:
        """Give one commit."""
        return self._commit(commit).info

    def blame(self, path: str, line: int, *, at: CommitId) -> CommitInfo:
        """Give the commit that last wrote this line (counted from 1)."""
        commit = self._commit(at)
        lines = self._lines(commit, path)
        if not 1 <= line <= len(lines):
            raise Refused(f"{path} has no line {line} at {at[:12]}")
        place: int | None = line - 1
        while commit.parent is not None and place is not None:
            parent = self._objects.commits[commit.parent]
            older = self._lines(parent, path)
            place = _same_line(older, lines, place)
            if place is not None:
                commit, lines = parent, older
        return commit.info

    def writer_lock(self) -> AbstractContextManager[object]:
        """Hold the right to write."""
        return self._writer

    def maintain(self) -> None:
        """Nothing is to be packed in memory."""

    def _commit(self, commit: CommitId) -> Commit:
        if commit not in self._objects.commits:
            raise Refused(f"the config repository has no commit {commit[:12]}")
        return self._objects.commits[commit]

    def _changed(self, commit: Commit) -> set[str]:
        before = self._objects.commits[commit.parent].files if commit.parent else {}
        return {path for path, _ in before.items() ^ commit.files.items()}

    def _lines(self, commit: Commit, path: str) -> list[bytes]:
        blob = commit.files.get(path)
        return [] if blob is None else self._objects.blobs[blob].splitlines()


def _is_below(path: str, folders: Sequence[str]) -> bool:
    return not folders or any(f"{path}/".startswith(f"{folder.rstrip('/')}/") for folder in folders)


def _same_line(older: list[bytes], newer: list[bytes], place: int) -> int | None:
    """Find where line ``place`` of ``newer`` stood in ``older``, None if it is new."""
    for block in SequenceMatcher(None, older, newer, autojunk=False).get_matching_blocks():
        if block.b <= place < block.b + block.size:
            return block.a + place - block.b
    return None
