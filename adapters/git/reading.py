"""Questions to our clone, each one git command; commits are whole ids, checked by the caller."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from adapters.git.history import FORMAT, LogEntry, parse_log
from adapters.git.names import is_object_id
from adapters.git.process import Damaged, read_git
from engine.errors import Refused
from engine.ports.repository import BlobId, CommitId

_ABBREVIATION = re.compile(r"[0-9a-f]{4,64}")
_IS_NO_ANCESTOR = 1
"""What ``git merge-base --is-ancestor`` answers when it could tell; anything above means that it could not."""


def ref_target(clone: Path, ref: str) -> CommitId | None:
    """Give the commit a ref points at."""
    answer = read_git(clone, ["rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"])
    return None if answer.status else CommitId(answer.stdout.decode().strip())


def symbolic_target(clone: Path, ref: str) -> str | None:
    """Give the ref a symbolic ref points at."""
    answer = read_git(clone, ["symbolic-ref", "--quiet", ref])
    return None if answer.status else answer.stdout.decode().strip()


def refs(clone: Path, below: str) -> list[str]:
    """List the refs below a folder of refs."""
    answer = read_git(clone, ["for-each-ref", "--format=%(refname)", below.rstrip("/")])
    return answer.stdout.decode("utf-8", "replace").splitlines()


def exists(clone: Path, commit: CommitId) -> bool:
    """Whether the clone has this commit."""
    return _kinds(clone, [f"{commit}^{{commit}}"])[0].endswith("commit")


def is_ancestor(clone: Path, older: CommitId, newer: CommitId) -> bool:
    """Whether ``newer`` contains ``older``; a commit contains itself, an unknown one is contained nowhere.

    Raises:
        Damaged: the history of ``newer`` cannot be read to its end. That must not be taken for a history without ``older``.
    """
    if older == newer:
        return True
    status = read_git(clone, ["merge-base", "--is-ancestor", older, newer]).status
    if status > _IS_NO_ANCESTOR:
        walk = ["-c", "core.commitGraph=false", "rev-list", "--count", newer, "--"]
        if (walked := read_git(clone, walk)).status:
            raise Damaged(walked.complaint)
    return status == 0


def first_parent(clone: Path, commit: CommitId, steps: int) -> CommitId | None:
    """Give the commit so many first parents back, None if history does not go that far."""
    return ref_target(clone, f"{commit}~{steps}")


def parents(clone: Path, commit: CommitId) -> tuple[str, ...]:
    """Give the parents of a commit, none if it is unknown."""
    answer = read_git(clone, ["rev-list", "--parents", "--max-count=1", commit, "--"])
    return tuple(answer.stdout.decode().split()[1:])


def resolve(clone: Path, revision: str, *, branches: str) -> CommitId:
    """Turn a branch (below ``branches``), a tag, a commit id or its beginning into a commit id."""
    asked = [f"{branches}{revision}", f"refs/tags/{revision}"]
    if _ABBREVIATION.fullmatch(revision):
        asked.append(revision)
    answers = _kinds(clone, [f"{name}^{{commit}}" for name in asked])
    for line in answers:
        if line.endswith(" commit"):
            return CommitId(line.partition(" ")[0])
    if any(line.endswith(" ambiguous") for line in answers):
        raise Refused(f"{revision!r} is the beginning of several commits", "give more digits")
    raise Refused(f"the config repository has no commit, branch or tag {revision!r}")


def _kinds(clone: Path, asked: Sequence[str]) -> list[str]:
    """``<id> <kind>`` or ``<name> missing`` for each name; they go through stdin and so are never options."""
    stdin = "".join(f"{name}\n" for name in asked).encode()
    answer = read_git(clone, ["cat-file", "--batch-check=%(objectname) %(objecttype)"], stdin=stdin)
    if answer.status:
        raise Damaged(answer.complaint)
    return answer.stdout.decode("utf-8", "replace").splitlines()


def root(clone: Path, commit: CommitId) -> str:
    """Give the folder that holds ``settings.yaml``: empty for the top, or ``config/``."""
    names = (
        f"{commit}^{{commit}}",
        f"{commit}:settings.yaml",
        f"{commit}:config/settings.yaml",
        f"{commit}:config",
    )
    known, at_top, below, folder = (line.rpartition(" ")[2] for line in _kinds(clone, names))
    if known != "commit":
        raise _no_commit(commit)
    if at_top == "blob" or (below != "blob" and folder != "tree"):
        return ""
    return "config/"


def tree(clone: Path, commit: CommitId, below: str) -> dict[str, BlobId]:
    """List every file below a folder of a commit (with its slash, empty for the top): path -> blob id."""
    answer = read_git(
        clone, ["ls-tree", "-r", "-z", "--full-tree", f"{commit}:{below.rstrip('/')}"]
    )
    if answer.status:
        raise unreadable(clone, commit)
    files = {}
    for entry in answer.stdout.split(b"\0"):
        head, _, path = entry.partition(b"\t")
        _mode, kind, blob = head.split(b" ") if head else (b"", b"", b"")
        if kind == b"blob":
            files[path.decode("utf-8", "surrogateescape")] = BlobId(blob.decode())
    return files


def changed(clone: Path, old: CommitId, new: CommitId, below: str) -> dict[str, BlobId | None]:
    """List the files below a folder that differ between two commits: path -> new blob id, None if it is gone."""
    folder = below.rstrip("/")
    answer = read_git(
        clone,
        [
            "diff-tree",
            "-r",
            "-z",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            f"{old}:{folder}",
            f"{new}:{folder}",
        ],
    )
    if answer.status:
        raise unreadable(clone, old, new)
    return dict(_raw_changes(answer.stdout))


def versions(clone: Path, path: str, at: CommitId, limit: int) -> list[BlobId]:
    """Give the blobs that a file held up to a commit, newest first."""
    selection = ["--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--format="]
    answer = read_git(clone, ["log", *selection, f"--max-count={limit}", at, "--", path])
    return [blob for _, blob in _raw_changes(answer.stdout) if blob is not None]


def _raw_changes(raw: bytes) -> Iterator[tuple[str, BlobId | None]]:
    """Read git's raw difference: ``:modes ids status`` and the path behind it, each closed by a zero."""
    parts = iter(raw.split(b"\0"))
    for head in parts:
        if head.lstrip(b"\n").startswith(b":"):
            _, mode, _, blob, status = head.lstrip(b"\n").split(b" ")
            path = next(parts).decode("utf-8", "surrogateescape")
            is_gone = status == b"D" or mode == b"160000"
            yield path, None if is_gone else BlobId(blob.decode())


def blobs(clone: Path, wanted: Iterable[str]) -> Mapping[BlobId, bytes]:
    """Read many blobs in one go."""
    ids = list(dict.fromkeys(wanted))
    if not ids:
        return {}
    answer = read_git(
        clone, ["cat-file", "--batch", "--buffer"], stdin="\n".join([*ids, ""]).encode()
    )
    found: dict[BlobId, bytes] = {}
    start = 0
    for blob in ids:
        end = answer.stdout.find(b"\n", start)
        _, is_blob, size_text = answer.stdout[start : max(end, start)].partition(b" blob ")
        if not is_blob:
            raise Damaged(f"object {blob} is missing")
        size = int(size_text)
        found[BlobId(blob)] = answer.stdout[end + 1 : end + 1 + size]
        start = end + size + 2
    return found


def log(clone: Path, selection: Sequence[str], paths: Sequence[str] = ()) -> Iterator[LogEntry]:
    """Give the commits that ``git log`` selects, newest first."""
    answer = read_git(
        clone,
        ["log", "-z", "--no-show-signature", "--encoding=UTF-8", FORMAT, *selection, "--", *paths],
    )
    if answer.status:
        named = (CommitId(one.lstrip("^")) for one in selection)
        raise unreadable(clone, *(one for one in named if is_object_id(one)))
    return parse_log(answer.stdout)


def describe(clone: Path, commit: CommitId) -> LogEntry:
    """Give one commit."""
    answer = read_git(clone, ["log", "-z", "--encoding=UTF-8", "--no-walk", FORMAT, commit, "--"])
    if answer.status:
        raise unreadable(clone, commit)
    return next(iter(parse_log(answer.stdout)))


def first_parent_at(clone: Path, head: CommitId, instant: datetime) -> CommitId | None:
    """Give the newest commit on the first-parent line of ``head`` committed at or before ``instant``."""
    until = f"--min-age={int(instant.timestamp())}"
    answer = read_git(clone, ["rev-list", "--first-parent", "--max-count=1", until, head, "--"])
    if answer.status:
        raise unreadable(clone, head)
    return CommitId(answer.stdout.decode().strip()) or None


def blame(clone: Path, path: str, line: int, at: CommitId) -> CommitId | None:
    """Give the commit that last wrote a line of a file (path from the top), None if there is no such line."""
    if line < 1:
        return None
    answer = read_git(clone, ["blame", "--porcelain", f"-L{line:d},{line:d}", at, "--", path])
    return (
        None
        if answer.status
        else CommitId(answer.stdout.decode("utf-8", "replace").split(" ", 1)[0])
    )


def unreadable(clone: Path, *commits: CommitId) -> Refused | Damaged:
    """Say why commits cannot be read: one is not there, or they are and something that belongs to them is not."""
    unknown = next((one for one in commits if not exists(clone, one)), None)
    return Damaged("files of a commit are missing") if unknown is None else _no_commit(unknown)


def _no_commit(commit: CommitId) -> Refused:
    return Refused(f"the config repository has no commit {commit[:12]}")
