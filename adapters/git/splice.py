"""Writing a commit without an index: git fast-import reads and writes only the folders on the way to a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from adapters.git.clone import sweep_locks
from adapters.git.names import checked_path, clean_message, clean_person
from adapters.git.process import Damaged, read_git
from adapters.git.reading import unreadable
from adapters.git.writing import write_git
from engine.errors import Refused
from engine.ports.repository import CommitId, Person

_FILE = "100644"
_FOLDER = "040000"
_EDITABLE = ("100644", "100755")
# Beyond this many paths one listing of the whole commit is cheaper, and argument lists have an end.
_MANY_PATHS = 200


@dataclass(frozen=True, slots=True)
class NewCommit:
    """What a new commit says, apart from its files."""

    base: CommitId
    message: str
    author: Person
    committer: Person
    at: datetime


def write_commit(
    clone: Path, commit: NewCommit, changes: Mapping[str, bytes | None], *, keep_as: str
) -> CommitId:
    """Write ``changes`` (path from the top -> bytes, None removes) on top of the base and point ``keep_as`` at it.

    Costs the size of the folders on the way, not the number of files. Modes and everything else stay; a folder that
    loses its last file goes. Objects are on disk before the ref moves.

    Raises:
        Refused: a path leads nowhere, or a file stands where a folder would be or the other way round.
    """
    modes = _modes(clone, commit.base, changes)
    stream = _stream(commit, changes, modes, keep_as)
    # --force: a replay on a newer base replaces what the same operation left before.
    command = ["fast-import", "--quiet", "--done", "--force"]
    done = write_git(clone, command, stdin=stream)
    if done.status and sweep_locks(clone):
        done = write_git(clone, command, stdin=stream)
    if done.status:
        raise Damaged(done.complaint)
    return CommitId(done.stdout.decode().split()[0])


def sign_commit(clone: Path, commit: NewCommit, unsigned: str, *, key: str) -> CommitId:
    """Write the same commit as the one at ref ``unsigned`` again, signed with an ssh key, and give its id."""
    author, committer = clean_person(commit.author), clean_person(commit.committer)
    date = f"@{int(commit.at.timestamp())} +0000"
    people = {
        "GIT_AUTHOR_NAME": author.name,
        "GIT_AUTHOR_EMAIL": author.email,
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_NAME": committer.name,
        "GIT_COMMITTER_EMAIL": committer.email,
        "GIT_COMMITTER_DATE": date,
    }
    signing = ["-c", "gpg.format=ssh", "commit-tree", f"-S{key}", "-p", commit.base, "-F", "-"]
    done = write_git(
        clone,
        [*signing, f"{unsigned}^{{tree}}"],
        stdin=clean_message(commit.message).encode(),
        env=people,
    )
    if done.status:
        raise Refused(f"the commit could not be signed: {done.complaint}", "check the signing key")
    return CommitId(done.stdout.decode().strip())


def _modes(clone: Path, base: CommitId, changes: Mapping[str, bytes | None]) -> dict[str, str]:
    """Give the mode of each changed file that is there, and refuse changes that cannot stand together."""
    present = _listing(clone, base, [checked_path(path) for path in changes])
    written = [path for path, data in changes.items() if data is not None]
    removed = {path for path, data in changes.items() if data is None}
    for path in removed:
        if present.get(path, _FOLDER) == _FOLDER:
            raise Refused(f"{path} is not there to be removed")
    for path in written:
        if present.get(path, _FILE) not in _EDITABLE:
            raise Refused(f"{path} is a folder or a link, not a file")
    folders = {str(folder) for path in written for folder in _folders(path)}
    if clash := folders.intersection(written):
        raise Refused(f"{min(clash)} cannot be a file and a folder")
    new_folders = sorted(folders - present.keys() - removed)
    present_after_all = _listing(clone, base, new_folders)
    for folder in new_folders:
        if present_after_all.get(folder, _FOLDER) != _FOLDER:
            raise Refused(f"{folder} is a file, not a folder")
    return present


def _folders(path: str) -> Iterable[PurePosixPath]:
    return list(PurePosixPath(path).parents)[:-1]


def _listing(clone: Path, base: CommitId, paths: Sequence[str]) -> dict[str, str]:
    """Path -> mode of those of ``paths`` that are there and of the folders on the way to them."""
    if not paths:
        return {}
    command = ["ls-tree", "-z", "--full-tree", "-t", base]
    answer = read_git(
        clone, [*command, "-r"] if len(paths) > _MANY_PATHS else [*command, "--", *paths]
    )
    if answer.status:
        raise unreadable(clone, base)
    entries = (entry.partition(b"\t") for entry in answer.stdout.split(b"\0") if entry)
    return {path.decode("utf-8", "surrogateescape"): head[:6].decode() for head, _, path in entries}


def _stream(
    commit: NewCommit, changes: Mapping[str, bytes | None], modes: Mapping[str, str], ref: str
) -> bytes:
    message = clean_message(commit.message).encode()
    lines = [
        b"commit %s\nmark :1\n" % ref.encode(),
        _signature("author", commit.author, commit.at),
        _signature("committer", commit.committer, commit.at),
        b"data %d\n%s\n" % (len(message), message),
        b"from %s\n" % commit.base.encode(),
    ]
    # Removals first, so that a file may make room for a folder of its name.
    lines += [b"D %s\n" % _quoted(path) for path, data in changes.items() if data is None]
    for path, data in changes.items():
        if data is not None:
            mode = modes.get(path, _FILE).encode()
            lines.append(b"M %s inline %s\ndata %d\n%s\n" % (mode, _quoted(path), len(data), data))
    return b"".join([*lines, b"get-mark :1\ndone\n"])


def _signature(role: str, person: Person, at: datetime) -> bytes:
    clean = clean_person(person)
    return f"{role} {clean.name} <{clean.email}> {int(at.timestamp())} +0000\n".encode()


def _quoted(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")
