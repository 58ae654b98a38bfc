"""The remote as our clone knows it: which branch the config is on, what is fetched, and how branches there are moved."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from time import monotonic

from adapters.git import names, reading
from adapters.git.clone import sweep_locks, update_refs
from adapters.git.locks import file_lock
from adapters.git.mending import is_readable
from adapters.git.process import Answer, Damaged
from adapters.git.pushes import classify_push
from adapters.git.writing import TimedOut, network_git, write_git
from engine.errors import Refused, Unavailable
from engine.ports.repository import CommitId, PushOutcome, PushResult

_REMOTE = "the config remote"
TRACKING = "refs/remotes/origin/"
_REWRITTEN = "refs/trunkline/rewritten/"


class Remote:
    """Talks to the remote of a clone that is there; safe for threads, and for several processes sharing the clone.

    Every call that needs the remote raises ``Unavailable`` if it is not reached within the time given, and ``Damaged``
    if it is our clone that does not take what the remote sends.
    """

    def __init__(self, clone: Path, *, branch: str | None, timeout_s: float) -> None:
        """Take ``branch`` for the one of the config; None: what the remote calls its default. ``timeout_s`` is for each call.

        Raises:
            Refused: ``branch`` is not the name of one.
        """
        self._clone = clone
        self._wanted_branch = None if branch is None else names.checked_branch(branch)
        self._timeout_s = timeout_s

    # --- the branch of the config ------------------------------------------------------------------------------

    def head(self) -> CommitId | None:
        """Give the head of the branch as last fetched."""
        return reading.ref_target(self._clone, TRACKING + (self._wanted_branch or "HEAD"))

    def fetch(self, *, within_s: float | None = None) -> CommitId:
        """Bring the clone up to date and give the head of the branch; what a rewrite took away is kept.

        ``within_s`` is how long to wait for it where there is an older head to go by.

        Raises:
            Refused: the remote has no such branch, and never had.
        """
        began = monotonic()
        with self._turn(within_s):
            before = self.head()
            left_s = None if within_s is None else max(within_s - (monotonic() - began), 0.1)
            self._fetch_branches(left_s if before else None)
            head = self.head() or self._other_head(before)
            if before and before != head and not reading.is_ancestor(self._clone, before, head):
                self.keep_rewritten(before)
        return head

    def branch(self) -> str:
        """Name the branch of the config."""
        if self._wanted_branch:
            return self._wanted_branch
        if self.head() is None:
            self.fetch()
        target = reading.symbolic_target(self._clone, f"{TRACKING}HEAD")
        return (target or "").removeprefix(TRACKING)

    def keep_rewritten(self, commit: CommitId) -> None:
        """Keep a head that the branch no longer contains under ``refs/trunkline/rewritten/``."""
        update_refs(self._clone, [f"update {_REWRITTEN}{commit} {commit}"])

    def was_rewritten(self) -> bool:
        """Whether such a head is kept."""
        return bool(reading.refs(self._clone, _REWRITTEN))

    def _discovered_head(self) -> CommitId:
        """Learn which branch the remote calls its default, and give its head."""
        if self._wanted_branch is None:
            answer = self._asked("ls-remote", "--symref", "origin", "HEAD").stdout.decode(
                "utf-8", "replace"
            )
            first = answer.partition("\t")[0]
            if first.startswith("ref: refs/heads/"):
                branch = names.checked_branch(first.removeprefix("ref: refs/heads/"))
                write_git(self._clone, ["symbolic-ref", f"{TRACKING}HEAD", TRACKING + branch])
        head = self.head()
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
        put_back = f"update {TRACKING}{self._wanted_branch or 'HEAD'} {before}"
        if (answer := update_refs(self._clone, [put_back])).status:
            raise Damaged(answer.complaint)
        branch = self.branch()
        raise Unavailable(
            _REMOTE,
            f"it has no branch {branch} any more",
            f"Push it again: git -C {self._clone} push origin {before}:refs/heads/{branch}",
        )

    # --- any branch --------------------------------------------------------------------------------------------

    def swap(self, branch: str, to: CommitId | None, *, was: CommitId | None) -> PushResult:
        """Move a branch of the remote from one commit to another in one step, or not at all; None: no such branch.

        The lease makes the swap exact: the branch must be at ``was``, an older ancestor of it will not do.
        """
        target = f"refs/heads/{branch}"
        command = ["push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags"]
        command += ["--recurse-submodules=no", f"--force-with-lease={target}:{was or ''}"]
        try:
            with self._turn():
                return classify_push(self._network(*command, "origin", f"{to or ''}:{target}"))
        except TimedOut as error:
            return PushResult(PushOutcome.UNCLEAR, str(error))

    def complaint_about(self, commit: CommitId) -> str:
        """Ask the remote whether it would take a push, without pushing; gives what it says against it, else nothing."""
        push = ("push", "--dry-run", "--porcelain", "origin", f"{commit}:refs/trunkline/doctor")
        try:
            answer = self._network(*push)
        except TimedOut as error:
            raise Unavailable(_REMOTE, str(error)) from error
        return names.without_secrets(answer.complaint) if answer.status else ""

    def pull_request(self, number: str) -> CommitId:
        """Fetch the head of a pull request: forges keep it beside the branches.

        Raises:
            Refused: there is none of that number.
        """
        ours = f"refs/trunkline/pulls/{number}"
        for theirs in (f"refs/pull/{number}/head", f"refs/merge-requests/{number}/head"):
            if self._asked("ls-remote", "origin", theirs).stdout.strip():
                options = ("fetch", "--quiet", "--no-write-fetch-head", "--no-recurse-submodules")
                self._asked(*options, "origin", f"+{theirs}:{ours}")
                found = reading.ref_target(self._clone, ours)
                if found is not None:
                    return found
        raise Refused(f"the config repository has no pull request {number}")

    def fetch_branches(self) -> None:
        """Fetch every branch and look at none: for a clone that was made anew."""
        with self._turn():
            self._fetch_branches()

    def _fetch_branches(self, within_s: float | None = None) -> None:
        options = ("--quiet", "--prune", "--no-write-fetch-head", "--no-recurse-submodules")
        answer = self._answered("fetch", *options, "origin", within_s=within_s)
        if answer.status:
            if is_readable(self._clone):
                # Where the remote answers, it is our clone that does not take what it sends.
                self._asked("ls-remote", "--quiet", "origin", "HEAD")
            raise Damaged(names.without_secrets(answer.complaint))

    # --- asking ------------------------------------------------------------------------------------------------

    def _turn(self, within_s: float | None = None) -> AbstractContextManager[None]:
        # A fetch and a push both move the tracking refs, and either fails if they moved under it.
        turn = self._clone / "trunkline-remote"
        longest_s = 3 * self._timeout_s if within_s is None else within_s
        return file_lock(turn, timeout_s=longest_s, what=_REMOTE)

    def _asked(self, *arguments: str) -> Answer:
        """Ask the remote something that changes nothing there."""
        answer = self._answered(*arguments)
        if answer.status:
            raise Unavailable(_REMOTE, names.without_secrets(answer.complaint))
        return answer

    def _answered(self, *arguments: str, within_s: float | None = None) -> Answer:
        try:
            answer = self._network(*arguments, within_s=within_s)
            if answer.status and sweep_locks(self._clone):
                answer = self._network(*arguments, within_s=within_s)
        except TimedOut as error:
            raise Unavailable(_REMOTE, str(error)) from error
        return answer

    def _network(self, *arguments: str, within_s: float | None = None) -> Answer:
        timeout_s = self._timeout_s if within_s is None else min(within_s, self._timeout_s)
        return network_git(self._clone, arguments, timeout_s=timeout_s)
