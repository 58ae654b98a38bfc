"""One branch of one remote, read and written through a bare clone of our own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from functools import partial, wraps
from pathlib import Path
from time import monotonic
from typing import Concatenate, ParamSpec, TypeVar

from adapters.git import names, reading
from adapters.git.clone import ensure_clone, is_there, mend, sweep_locks, update_refs
from adapters.git.history import LogEntry
from adapters.git.locks import file_lock
from adapters.git.process import CLONE, Damaged
from adapters.git.remote import TRACKING, Remote
from adapters.git.revisions import commit_of
from adapters.git.roots import Roots
from adapters.git.splice import NewCommit, sign_commit, write_commit
from adapters.git.writing import write_git
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from engine.ports.repository import BlobId, CommitId, CommitInfo, Person, PushOutcome, PushResult

# Someone else's write is a few network calls long; waiting longer than this means it hangs.
_WRITER_WAIT_S = 120.0
# Reading a big clone to its end takes a minute; what makes us suspect it (a full disk) may go on for hours.
_TRUSTED_S = 300.0
_UNCERTAIN = (PushOutcome.LOST, PushOutcome.UNCLEAR)
"""After these the remote may hold all the same what was pushed."""


_P = ParamSpec("_P")
_T = TypeVar("_T")


def _of_a_whole_clone(
    ask: Callable[Concatenate[GitRepository, _P], _T],
) -> Callable[Concatenate[GitRepository, _P], _T]:
    """Ask once more where the clone was damaged, when it is made anew."""

    @wraps(ask)
    def asked(self: GitRepository, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return ask(self, *args, **kwargs)
        except Damaged as suspected:
            if not self._mend():
                raise Unavailable(CLONE, suspected.why) from suspected
            return ask(self, *args, **kwargs)

    return asked


class GitRepository:
    """The ``Repository`` port on real git. Safe for threads, and for several processes sharing the clone."""

    def __init__(
        self,
        remote: str,
        *,
        clone: Path,
        branch: str | None,
        committer: Person,
        timeout_s: float = 30,
        signing_key: str | None = None,
    ) -> None:
        """Work on ``branch`` (None: the remote's default) of ``remote``; the clone is made on first use.

        ``signing_key`` is the file of an ssh key that signs every commit. ``timeout_s`` bounds each network call.

        Raises:
            Refused: ``remote`` or ``branch`` is nothing git may be told.
        """
        self._place = names.checked_remote(remote)
        self._clone = clone.absolute()
        self._remote = Remote(self._clone, branch=branch, timeout_s=timeout_s)
        self._roots = Roots(self._clone)
        self._committer = committer
        self._signing_key = signing_key
        self._ready = False
        self._thread_lock = threading.Lock()
        self._whole_until = 0.0

    # --- the remote --------------------------------------------------------------------------------------------

    @_of_a_whole_clone
    def fetch(self, *, within_s: int | None = None) -> CommitId:
        """Bring the clone up to date and give the head of the branch.

        ``within_s`` is how long to wait for it where there is an older head to go by; None: as long as a change would.
        If the branch was rewritten, its former head is kept under ``refs/trunkline/rewritten/``, so that whatever
        was accepted stays readable; ask ``rewritten_since``.
        """
        self._ensure()
        return self._remote.fetch(within_s=within_s)

    def head(self) -> CommitId:
        """Give the head of the branch as last fetched; fetches if there is none yet."""
        self._ensure()
        return self._remote.head() or self.fetch()

    def known_head(self) -> CommitId | None:
        """Give the head of the branch as last fetched, asking nothing outside; None if there is no clone yet."""
        return self._remote.head() if self._clone.is_dir() else None

    @_of_a_whole_clone
    def push(self, commit: CommitId, *, base: CommitId) -> PushResult:
        """Move the remote's branch from ``base`` to ``commit``, never by force.

        Raises:
            Refused: ``base`` is not the parent of ``commit``.
            Unavailable: the remote was not reached; nothing was sent.
        """
        self._ensure()
        if reading.parents(self._clone, names.checked_object_id(commit)) != (base,):
            raise Refused(f"commit {commit[:12]} does not stand directly on {base[:12]}")
        result = self._remote.swap(self._remote.branch(), commit, was=base)
        if result.outcome in _UNCERTAIN and self._has_landed(commit):
            return PushResult(PushOutcome.LANDED)
        return result

    @_of_a_whole_clone
    def branch(self, name: str) -> CommitId | None:
        """Give the head of another branch of the remote as last fetched; None if there is no such branch."""
        self._ensure()
        return reading.ref_target(self._clone, TRACKING + names.checked_branch(name))

    @_of_a_whole_clone
    def move_branch(self, name: str, to: CommitId | None, *, was: CommitId | None) -> PushResult:
        """Put another branch of the remote to ``to`` if it is at ``was``, whatever these contain; None: no such branch.

        Raises:
            Refused: it is the branch that the config is on.
            Unavailable: the remote was not reached; nothing was sent.
        """
        self._ensure()
        if names.checked_branch(name) == self._remote.branch():
            raise Refused(f"{name} is the branch of the config, which moves by pushes only")
        result = self._remote.swap(name, to, was=was)
        if result.outcome in _UNCERTAIN:
            self.fetch()
            if self.branch(name) == to:
                return PushResult(PushOutcome.LANDED)
        return result

    def try_push(self) -> str:
        """Ask the remote whether it would take a push, without pushing; gives what it says against it, else nothing.

        What hooks and protection of the branch say is not asked: only a real push is.
        """
        return self._remote.complaint_about(self.fetch())

    @_of_a_whole_clone
    def find_operation(self, operation: OperationId, *, since: CommitId | None) -> CommitId | None:
        """Fetch, then find the bot's commit with that ``Op-Id`` on the branch behind ``since`` (None: anywhere)."""
        names.operation_ref(operation)
        head = self.fetch()
        known = since is not None and reading.exists(self._clone, since)
        span = [head, f"^{since}"] if known else [head]
        search = ["--fixed-strings", f"--grep=Op-Id: {operation}", *span]
        for entry in reading.log(self._clone, search):
            if entry.info.trailers.get("Op-Id") == operation and self._is_ours(entry):
                return entry.info.id
        return None

    @_of_a_whole_clone
    def carrying(self, operation: OperationId, *, since: CommitId) -> Sequence[CommitId]:
        """Give commits of the branch as last fetched, behind ``since``, with a line ``Op-Id: <operation>``, newest first.

        The line counts anywhere in the message: who merges a branch as one commit often adds trailers below ours.
        """
        names.operation_ref(operation)
        span = [self.head(), f"^{names.checked_object_id(since)}"]
        wanted = f"--grep=^Op-Id: {operation}[[:space:]]*$"
        found = reading.log(self._clone, ["--extended-regexp", wanted, *span])
        return tuple(entry.info.id for entry in found)

    @_of_a_whole_clone
    def contains(self, commit: CommitId) -> bool:
        """Whether the branch as last fetched contains ``commit``; False for one that is not known."""
        return reading.is_ancestor(self._clone, names.checked_object_id(commit), self.head())

    @_of_a_whole_clone
    def rewritten_since(self, commit: CommitId) -> bool:
        """Whether the branch as last fetched no longer contains ``commit``: its history was rewritten."""
        head = self.head()
        is_lost = not reading.is_ancestor(self._clone, names.checked_object_id(commit), head)
        if is_lost and reading.exists(self._clone, commit):
            # The fetch that met the rewrite may have died before it kept what it replaced.
            self._remote.keep_rewritten(commit)
        return is_lost

    def saw_rewrite(self) -> bool:
        """Whether our clone ever met history that was rewritten: what it replaced is kept."""
        self._ensure()
        return self._remote.was_rewritten()

    # --- reading -----------------------------------------------------------------------------------------------

    def resolve(self, revision: str) -> CommitId:
        """Turn a commit id, its beginning, a branch, a tag or a pull request into a commit id.

        ``pr:12`` is the head of pull request 12, as GitHub and GitLab keep it; ``main~2`` the second commit before.
        Raises ``Refused`` if there is none.
        """
        self._ensure()
        return commit_of(
            self._clone,
            revision,
            branches=TRACKING,
            head=self.head,
            pull_request=self._remote.pull_request,
        )

    @_of_a_whole_clone
    def at_instant(self, instant: datetime) -> CommitId:
        """Give the newest first-parent commit of the branch committed at or before ``instant``."""
        head = self.head()
        found = reading.first_parent_at(self._clone, head, instant)
        if found is None:
            when = instant.astimezone(UTC).isoformat(timespec="seconds")
            raise Refused(f"the config repository has no commit as old as {when}")
        return found

    @_of_a_whole_clone
    def tree(self, commit: CommitId) -> Mapping[str, BlobId]:
        """List every file of a commit below the root: path -> blob id. A link is listed as git stores it."""
        self._ensure()
        return reading.tree(self._clone, names.checked_object_id(commit), self._roots.of(commit))

    @_of_a_whole_clone
    def changed(self, old: CommitId, new: CommitId) -> Mapping[str, BlobId | None]:
        """List the files that differ between two commits: path -> new blob id, None if it is gone."""
        older = names.checked_object_id(old)
        root = self._roots.of(new)
        if self._roots.of(older) != root:
            raise Refused(f"the root of the config moved between {old[:12]} and {new[:12]}")
        return reading.changed(self._clone, older, new, root)

    @_of_a_whole_clone
    def versions(self, path: str, *, at: CommitId, limit: int) -> Sequence[BlobId]:
        """Give the blobs that a path held up to a commit, newest first."""
        return reading.versions(self._clone, self._roots.of(at) + path, at, limit)

    @_of_a_whole_clone
    def read(self, blobs: Iterable[BlobId]) -> Mapping[BlobId, bytes]:
        """Read many blobs in one go."""
        self._ensure()
        return reading.blobs(self._clone, [names.checked_object_id(blob) for blob in blobs])

    @_of_a_whole_clone
    def log(self, paths: Sequence[str], *, at: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Commits that touched any of ``paths`` (files or folders; none: any file), newest first, from ``at``."""
        self._ensure()
        root = self._roots.of(names.checked_object_id(at))
        below = [root + names.checked_path(path.rstrip("/")) for path in paths] or [root] * bool(
            root
        )
        found = reading.log(self._clone, [f"--max-count={limit:d}", at], below)
        return tuple(entry.info for entry in found)

    @_of_a_whole_clone
    def only_in(self, commit: CommitId, *, other: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Give the commits that ``commit`` contains and ``other`` does not, newest first."""
        self._ensure()
        span = [names.checked_object_id(commit), f"^{names.checked_object_id(other)}"]
        found = reading.log(self._clone, [f"--max-count={limit:d}", *span])
        return tuple(entry.info for entry in found)

    @_of_a_whole_clone
    def describe(self, commit: CommitId) -> CommitInfo:
        """Give one commit."""
        self._ensure()
        return reading.describe(self._clone, names.checked_object_id(commit)).info

    @_of_a_whole_clone
    def blame(self, path: str, line: int, *, at: CommitId) -> CommitInfo:
        """Give the commit that last wrote this line (counted from 1)."""
        self._ensure()
        place = self._roots.place(path, names.checked_object_id(at))
        commit = reading.blame(self._clone, place, line, at)
        if commit is None:
            raise Refused(f"{path} has no line {line} at {at[:12]}")
        return self.describe(commit)

    # --- writing -----------------------------------------------------------------------------------------------

    @_of_a_whole_clone
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

        The commit is on disk and kept under ``refs/trunkline/ops/<keep_as>`` when this returns.

        Raises:
            Refused: a path leads outside, nowhere, or through a file.
        """
        self._ensure()
        place = partial(self._roots.place, commit=names.checked_object_id(base))
        new = NewCommit(base, message, author, self._committer, at)
        placed = {place(path): data for path, data in changes.items()}
        commit = self._written(new, placed, names.operation_ref(keep_as))
        if "settings.yaml" not in changes:
            self._roots.inherit(commit, base)
        return commit

    @_of_a_whole_clone
    def release(self, operation: OperationId) -> None:
        """Forget ``refs/trunkline/ops/<operation>``."""
        self._ensure()
        self._update_refs([f"delete {names.operation_ref(operation)}"])

    def kept(self) -> Sequence[OperationId]:
        """List the operations whose commits are kept under ``refs/trunkline/ops/``."""
        self._ensure()
        refs = reading.refs(self._clone, names.OPERATIONS)
        return tuple(OperationId(ref.removeprefix(names.OPERATIONS)) for ref in refs)

    def writer_lock(self) -> AbstractContextManager[None]:
        """Hold the right to write: one writer among all threads and processes that share the clone."""
        self._ensure()
        turn = self._clone / "trunkline-writer"
        return file_lock(turn, timeout_s=_WRITER_WAIT_S, what="the writer's turn")

    @_of_a_whole_clone
    def maintain(self) -> None:
        """Pack what was written since the last time and index the history; best once a night. Nothing is lost by it."""
        self._ensure()
        for command in (
            ["repack", "-d", "--quiet", "--geometric=2"],
            ["pack-refs", "--all"],
            ["commit-graph", "write", "--reachable", "--changed-paths", "--no-progress"],
        ):
            answer = write_git(self._clone, command, timeout_s=3600)
            if answer.status and sweep_locks(self._clone):
                answer = write_git(self._clone, command, timeout_s=3600)
            if answer.status:
                raise Damaged(answer.complaint)

    # --- inside ------------------------------------------------------------------------------------------------

    def _ensure(self) -> None:
        is_gone = self._ready and not is_there(self._clone)
        if is_gone or not self._ready:
            with self._thread_lock:
                ensure_clone(self._clone, self._place)
                self._ready = True
        if is_gone:
            # Whoever asks may ask for a commit; an empty clone would be taken for a whole one without it.
            self._roots.forget()
            self._remote.fetch_branches()

    def _mend(self) -> bool:
        """Make the clone anew if something is missing in it; False if it is whole."""
        if monotonic() < self._whole_until:
            return False
        if not mend(self._clone, self._place):
            self._whole_until = monotonic() + _TRUSTED_S
            return False
        self._ready = False
        self._roots.forget()
        with suppress(Unavailable):  # what was carried over can be read meanwhile
            self._ensure()
            self._remote.fetch_branches()
        return True

    def _has_landed(self, commit: CommitId) -> bool:
        try:
            return reading.is_ancestor(self._clone, commit, self.fetch())
        except Unavailable:
            return False

    def _is_ours(self, entry: LogEntry) -> bool:
        return entry.committer == names.clean_person(self._committer)

    def _written(self, new: NewCommit, changes: Mapping[str, bytes | None], ref: str) -> CommitId:
        if self._signing_key is None:
            return write_commit(self._clone, new, changes, keep_as=ref)
        unsigned = ref.replace("/ops/", "/unsigned/")
        write_commit(self._clone, new, changes, keep_as=unsigned)
        signed = sign_commit(self._clone, new, unsigned, key=self._signing_key)
        self._update_refs([f"update {ref} {signed}", f"delete {unsigned}"])
        return signed

    def _update_refs(self, commands: Sequence[str]) -> None:
        answer = update_refs(self._clone, commands)
        if answer.status:
            raise Damaged(answer.complaint)
