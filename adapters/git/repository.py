"""One branch of one remote, read and written through a bare clone of our own."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from time import monotonic
from typing import Concatenate, ParamSpec, TypeVar

from adapters.git import names, reading
from adapters.git.clone import ensure_clone, is_there, mend, sweep_locks, update_refs
from adapters.git.history import LogEntry
from adapters.git.locks import file_lock
from adapters.git.mending import is_readable
from adapters.git.process import CLONE, Answer, Damaged
from adapters.git.pushes import classify_push
from adapters.git.splice import NewCommit, sign_commit, write_commit
from adapters.git.writing import TimedOut, network_git, write_git
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from engine.ports.repository import BlobId, CommitId, CommitInfo, Person, PushOutcome, PushResult

_REMOTE = "the config remote"
_TRACKING = "refs/remotes/origin/"
_REWRITTEN = "refs/trunkline/rewritten/"
# Someone else's write is a few network calls long; waiting longer than this means it hangs.
_WRITER_WAIT_S = 120.0
_ROOTS_KEPT = 1000
# Reading a big clone to its end takes a minute; what makes us suspect it (a full disk) may go on for hours.
_TRUSTED_S = 300.0
_UNCERTAIN = (PushOutcome.LOST, PushOutcome.UNCLEAR)
"""After these the remote may hold all the same what was pushed."""


_PULL = re.compile(r"pr:(?P<number>[0-9]{1,9})")
_BACK = re.compile(r"(?P<base>.+)~(?P<steps>[0-9]{1,6})")


def _steps_back(revision: str) -> tuple[str, int]:
    found = _BACK.fullmatch(revision)
    return (found["base"], int(found["steps"])) if found else (revision, 0)


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
        self._remote = names.checked_remote(remote)
        self._clone = clone.absolute()
        self._wanted_branch = None if branch is None else names.checked_branch(branch)
        self._committer = committer
        self._timeout_s = timeout_s
        self._signing_key = signing_key
        self._ready = False
        self._thread_lock = threading.Lock()
        self._roots: dict[CommitId, str] = {}
        self._whole_until = 0.0

    # --- the remote --------------------------------------------------------------------------------------------

    @_of_a_whole_clone
    def fetch(self) -> CommitId:
        """Bring the clone up to date and give the head of the branch.

        If the branch was rewritten, its former head is kept under ``refs/trunkline/rewritten/``, so that whatever
        was accepted stays readable; ask ``rewritten_since``.
        """
        self._ensure()
        with self._remote_turn():
            before = self._tracked_head()
            self._fetch_all()
            head = self._tracked_head() or self._other_head(before)
            if before and before != head and not reading.is_ancestor(self._clone, before, head):
                self._keep_rewritten(before)
        return head

    def head(self) -> CommitId:
        """Give the head of the branch as last fetched; fetches if there is none yet."""
        self._ensure()
        return self._tracked_head() or self.fetch()

    def known_head(self) -> CommitId | None:
        """Give the head of the branch as last fetched, asking nothing outside; None if there is no clone yet."""
        return self._tracked_head() if self._clone.is_dir() else None

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
        # The lease makes the swap exact: the branch must be at base, an older ancestor of it will not do.
        result = self._swapped(self._branch(), commit, was=base)
        if result.outcome in _UNCERTAIN and self._has_landed(commit):
            return PushResult(PushOutcome.LANDED)
        return result

    @_of_a_whole_clone
    def branch(self, name: str) -> CommitId | None:
        """Give the head of another branch of the remote as last fetched; None if there is no such branch."""
        self._ensure()
        return reading.ref_target(self._clone, _TRACKING + names.checked_branch(name))

    @_of_a_whole_clone
    def move_branch(self, name: str, to: CommitId | None, *, was: CommitId | None) -> PushResult:
        """Put another branch of the remote to ``to`` if it is at ``was``, whatever these contain; None: no such branch.

        Raises:
            Refused: it is the branch that the config is on.
            Unavailable: the remote was not reached; nothing was sent.
        """
        self._ensure()
        if names.checked_branch(name) == self._branch():
            raise Refused(f"{name} is the branch of the config, which moves by pushes only")
        result = self._swapped(name, to, was=was)
        if result.outcome in _UNCERTAIN:
            self.fetch()
            if self.branch(name) == to:
                return PushResult(PushOutcome.LANDED)
        return result

    def _swapped(self, branch: str, to: CommitId | None, *, was: CommitId | None) -> PushResult:
        """Move one branch of the remote from one commit to another in one step, or not at all."""
        target = f"refs/heads/{branch}"
        command = ["push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags"]
        command += ["--recurse-submodules=no", f"--force-with-lease={target}:{was or ''}"]
        try:
            with self._remote_turn():
                return classify_push(self._network(*command, "origin", f"{to or ''}:{target}"))
        except TimedOut as error:
            return PushResult(PushOutcome.UNCLEAR, str(error))

    def try_push(self) -> str:
        """Ask the remote whether it would take a push, without pushing; gives what it says against it, else nothing.

        What hooks and protection of the branch say is not asked: only a real push is.
        """
        head = self.fetch()
        try:
            answer = self._network(
                "push", "--dry-run", "--porcelain", "origin", f"{head}:refs/trunkline/doctor"
            )
        except TimedOut as error:
            raise Unavailable(_REMOTE, str(error)) from error
        return names.without_secrets(answer.complaint) if answer.status else ""

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
            self._keep_rewritten(commit)
        return is_lost

    def saw_rewrite(self) -> bool:
        """Whether our clone ever met history that was rewritten: what it replaced is kept."""
        self._ensure()
        return bool(reading.refs(self._clone, _REWRITTEN))

    # --- reading -----------------------------------------------------------------------------------------------

    def resolve(self, revision: str) -> CommitId:
        """Turn a commit id, its beginning, a branch, a tag or a pull request into a commit id.

        ``pr:12`` is the head of pull request 12, as GitHub and GitLab keep it; ``main~2`` the second commit before.
        Raises ``Refused`` if there is none.
        """
        base, steps = _steps_back(revision)
        if base == "HEAD":
            return self._before(self.head(), steps)
        self._ensure()
        asked = _PULL.fullmatch(base)
        if asked is not None:
            return self._before(self._pull_request(asked["number"]), steps)
        if not names.is_ref_name(base):
            raise Refused(f"{revision!r} is not a commit, branch or tag")
        return self._before(reading.resolve(self._clone, base, branches=_TRACKING), steps)

    def _before(self, commit: CommitId, steps: int) -> CommitId:
        found = reading.first_parent(self._clone, commit, steps) if steps else commit
        if found is None:
            raise Refused(f"{commit[:12]} has fewer than {steps} commits before it")
        return found

    def _pull_request(self, number: str) -> CommitId:
        """Fetch the head of a pull request: forges keep it beside the branches."""
        ours = f"refs/trunkline/pulls/{number}"
        for theirs in (f"refs/pull/{number}/head", f"refs/merge-requests/{number}/head"):
            if self._asked("ls-remote", "origin", theirs).stdout.strip():
                options = ("fetch", "--quiet", "--no-write-fetch-head", "--no-recurse-submodules")
                self._asked(*options, "origin", f"+{theirs}:{ours}")
                found = reading.ref_target(self._clone, ours)
                if found is not None:
                    return found
        raise Refused(f"the config repository has no pull request {number}")

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
        return reading.tree(self._clone, names.checked_object_id(commit), self._root(commit))

    @_of_a_whole_clone
    def changed(self, old: CommitId, new: CommitId) -> Mapping[str, BlobId | None]:
        """List the files that differ between two commits: path -> new blob id, None if it is gone."""
        older = names.checked_object_id(old)
        if self._root(older) != self._root(new):
            raise Refused(f"the root of the config moved between {old[:12]} and {new[:12]}")
        return reading.changed(self._clone, older, new, self._root(new))

    @_of_a_whole_clone
    def versions(self, path: str, *, at: CommitId, limit: int) -> Sequence[BlobId]:
        """Give the blobs that a path held up to a commit, newest first."""
        return reading.versions(self._clone, self._root(at) + path, at, limit)

    @_of_a_whole_clone
    def read(self, blobs: Iterable[BlobId]) -> Mapping[BlobId, bytes]:
        """Read many blobs in one go."""
        self._ensure()
        return reading.blobs(self._clone, [names.checked_object_id(blob) for blob in blobs])

    @_of_a_whole_clone
    def log(self, paths: Sequence[str], *, at: CommitId, limit: int) -> Sequence[CommitInfo]:
        """Commits that touched any of ``paths`` (files or folders; none: any file), newest first, from ``at``."""
        self._ensure()
        root = self._root(names.checked_object_id(at))
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
        place = self._root(names.checked_object_id(at)) + names.checked_path(path)
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
        root = self._root(names.checked_object_id(base))
        new = NewCommit(base, message, author, self._committer, at)
        placed = {root + names.checked_path(path): data for path, data in changes.items()}
        commit = self._written(new, placed, names.operation_ref(keep_as))
        if root + "settings.yaml" not in placed:
            self._remember_root(commit, root)
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
        return self._lock("trunkline-writer", _WRITER_WAIT_S, "the writer's turn")

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
                ensure_clone(self._clone, self._remote)
                self._ready = True
        if is_gone:
            # Whoever asks may ask for a commit; an empty clone would be taken for a whole one without it.
            self._roots.clear()
            with self._remote_turn():
                self._fetch_all()

    def _mend(self) -> bool:
        """Make the clone anew if something is missing in it; False if it is whole."""
        if monotonic() < self._whole_until:
            return False
        if not mend(self._clone, self._remote):
            self._whole_until = monotonic() + _TRUSTED_S
            return False
        self._ready = False
        self._roots.clear()
        with suppress(Unavailable):  # what was carried over can be read meanwhile
            self._ensure()
            self._fetch_all()
        return True

    def _keep_rewritten(self, commit: CommitId) -> None:
        update_refs(self._clone, [f"update {_REWRITTEN}{commit} {commit}"])

    def _lock(self, name: str, timeout_s: float, what: str) -> AbstractContextManager[None]:
        return file_lock(self._clone / name, timeout_s=timeout_s, what=what)

    def _remote_turn(self) -> AbstractContextManager[None]:
        # A fetch and a push both move the tracking refs, and either fails if they moved under it.
        return self._lock("trunkline-remote", 3 * self._timeout_s, _REMOTE)

    def _network(self, *arguments: str) -> Answer:
        return network_git(self._clone, arguments, timeout_s=self._timeout_s)

    def _asked(self, *arguments: str) -> Answer:
        """Ask the remote something that changes nothing there."""
        answer = self._answered(*arguments)
        if answer.status:
            raise Unavailable(_REMOTE, names.without_secrets(answer.complaint))
        return answer

    def _answered(self, *arguments: str) -> Answer:
        try:
            answer = self._network(*arguments)
            if answer.status and sweep_locks(self._clone):
                answer = self._network(*arguments)
        except TimedOut as error:
            raise Unavailable(_REMOTE, str(error)) from error
        return answer

    def _fetch_all(self) -> None:
        options = ("--quiet", "--prune", "--no-write-fetch-head", "--no-recurse-submodules")
        answer = self._answered("fetch", *options, "origin")
        if answer.status:
            if is_readable(self._clone):
                # Where the remote answers, it is our clone that does not take what it sends.
                self._asked("ls-remote", "--quiet", "origin", "HEAD")
            raise Damaged(names.without_secrets(answer.complaint))

    def _tracked_head(self) -> CommitId | None:
        return reading.ref_target(self._clone, _TRACKING + (self._wanted_branch or "HEAD"))

    def _discovered_head(self) -> CommitId:
        """Learn which branch the remote calls its default, and give its head."""
        if self._wanted_branch is None:
            answer = self._asked("ls-remote", "--symref", "origin", "HEAD").stdout.decode(
                "utf-8", "replace"
            )
            first = answer.partition("\t")[0]
            if first.startswith("ref: refs/heads/"):
                branch = names.checked_branch(first.removeprefix("ref: refs/heads/"))
                write_git(self._clone, ["symbolic-ref", f"{_TRACKING}HEAD", _TRACKING + branch])
        head = self._tracked_head()
        if head is None:
            branch = self._wanted_branch or "default branch"
            raise Refused(
                f"the config repository has no {branch}", "push a first commit, or name its branch"
            )
        return head

    def _other_head(self, before: CommitId | None) -> CommitId:
        """Give the head of another branch that is the default now; if the branch is only gone, keep what was known of it."""
        try:
            return self._discovered_head()
        except Refused:
            if before is None:
                raise
        self._update_refs([f"update {_TRACKING}{self._wanted_branch or 'HEAD'} {before}"])
        branch = self._branch()
        raise Unavailable(
            _REMOTE,
            f"it has no branch {branch} any more",
            f"Push it again: git -C {self._clone} push origin {before}:refs/heads/{branch}",
        )

    def _branch(self) -> str:
        if self._wanted_branch:
            return self._wanted_branch
        self.head()
        target = reading.symbolic_target(self._clone, f"{_TRACKING}HEAD")
        return (target or "").removeprefix(_TRACKING)

    def _has_landed(self, commit: CommitId) -> bool:
        try:
            return reading.is_ancestor(self._clone, commit, self.fetch())
        except Unavailable:
            return False

    def _is_ours(self, entry: LogEntry) -> bool:
        return entry.committer == names.clean_person(self._committer)

    def _root(self, commit: CommitId) -> str:
        known = self._roots.get(commit)
        if known is None:
            known = reading.root(self._clone, commit)
            self._remember_root(commit, known)
        return known

    def _remember_root(self, commit: CommitId, root: str) -> None:
        if len(self._roots) >= _ROOTS_KEPT:
            self._roots.clear()
        self._roots[commit] = root

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
