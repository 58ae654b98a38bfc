"""What became of a push, read from ``git push --porcelain``."""

from __future__ import annotations

import re

from adapters.git.names import without_secrets
from adapters.git.process import Answer
from engine.errors import Unavailable
from engine.ports.repository import PushOutcome, PushResult

_DETAIL_LENGTH = 300
_REASON = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")
# What forges say of a branch that only takes merges: GitHub with a number, GitLab and Gitea in words, Azure with both;
# Bitbucket, and most hooks written by hand, name the pull request. A hook that says anything else has declined.
_PROTECTION = re.compile(
    r"\bGH006\b|\bGH013\b|\bTF402455\b|protected branch|branch is protected"
    r"|(?:through|use|by)(?: a)? (?:pull|merge) requests?",
    re.IGNORECASE,
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")

_CHECKED_OUT = "branch is currently checked out"
_CHECKED_OUT_ADVICE = (
    "the branch is checked out in the remote's work tree: make the remote a bare repository, "
    "or set receive.denyCurrentBranch to updateInstead there"
)
_LOST = (
    "non-fast-forward",
    "fetch first",
    "needs force",
    "stale info",
    "cannot lock ref",
    "failed to update ref",
    "failed to lock",
    "incorrect old value",
    "reference already exists",
    "remote ref updated since checkout",
)
_UNSURE = (
    "internal",
    "timeout",
    "timed out",
    "unavailable",
    "remote failed to report status",
    "try again",
)
_FORBIDDEN = (
    "permission to",
    "write access",
    "read only",
    "read-only",
    "error: 403",
    "not allowed to push",
)
_NO_SPACE = ("unpacker error",)
_PERMISSION = ("permission denied", "insufficient permission", "read-only file system")
# git says these before it has sent anything.
_NOT_REACHED = (
    "could not read from remote repository",
    "does not appear to be a git repository",
    "upon initial contact",
    "unable to access",
    "unable to connect",
    "authentication failed",
    "could not read username",
    "could not read password",
    "could not resolve host",
    "repository not found",
    "transport 'http' not allowed",
    "dubious ownership",
)


def classify_push(answer: Answer) -> PushResult:
    """Say what became of the push of one ref.

    Raises:
        Unavailable: the remote was not reached, so that nothing was sent, or it had no room for our objects.
    """
    status = _ref_status(answer.stdout.decode("utf-8", "replace"))
    if status is None:
        return _without_status(answer)
    flag, summary = status
    if flag != "!":
        return PushResult(PushOutcome.LANDED)
    reason = (found[1] if (found := _REASON.search(summary)) else summary).strip()
    if reason == _CHECKED_OUT:
        return PushResult(PushOutcome.DECLINED, _CHECKED_OUT_ADVICE)
    detail = _one_line(reason, *_remote_lines(answer.stderr))
    return PushResult(_rejected(reason, answer.stderr, detail), detail)


def _ref_status(porcelain: str) -> tuple[str, str] | None:
    for line in porcelain.splitlines():
        flag, tab, rest = line.partition("\t")
        if tab and len(flag) == 1:
            return flag, rest.partition("\t")[2]
    return None


def _rejected(reason: str, stderr: str, detail: str) -> PushOutcome:
    said = reason.lower()
    if _has(said, _LOST) or ("hook" not in said and "cannot lock ref" in stderr):
        return PushOutcome.LOST
    if _has(said, _NO_SPACE) and not _has(stderr.lower(), _PERMISSION):
        raise Unavailable("the config remote", detail)
    if _has(said, _UNSURE):
        return PushOutcome.UNCLEAR
    is_protection = _PROTECTION.search(" ".join((reason, *_remote_lines(stderr))))
    return PushOutcome.PROTECTED if is_protection else PushOutcome.DECLINED


def _without_status(answer: Answer) -> PushResult:
    said = answer.stderr.lower()
    detail = objection(answer)
    if _has(said, _FORBIDDEN):
        return PushResult(PushOutcome.DECLINED, detail)
    if _has(said, _NOT_REACHED):
        raise Unavailable("the config remote", detail)
    return PushResult(PushOutcome.UNCLEAR, detail)


def objection(answer: Answer) -> str:
    """Give in one line what a remote that took nothing says against it: git's complaint, and the remote's own words."""
    return _one_line(answer.complaint, *_remote_lines(answer.stderr))


def _has(text: str, parts: tuple[str, ...]) -> bool:
    return any(part in text for part in parts)


def _remote_lines(stderr: str) -> list[str]:
    lines = (line.strip() for line in stderr.splitlines())
    said = (line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:"))
    return [line for line in said if line]


def _one_line(*parts: str) -> str:
    distinct = dict.fromkeys(part for part in parts if part)
    return _UNPRINTABLE.sub(" ", without_secrets("; ".join(distinct)))[:_DETAIL_LENGTH]
