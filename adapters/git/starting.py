"""The first commit of a config repository, pushed to a remote that has none."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from adapters.git import names
from adapters.git.pushes import objection
from adapters.git.writing import TimedOut, network_git, write_git
from engine.errors import Refused, Unavailable
from engine.ports.repository import Person

_REMOTE = "the config remote"
_TIMEOUT_S = 60


def start_repository(
    remote: str,
    files: Mapping[str, bytes],
    *,
    branch: str | None,
    author: Person,
    committer: Person,
    message: str,
    at: datetime,
) -> str:
    """Push ``files`` as the first commit of ``branch``, else of the branch the remote calls its default; gives the branch.

    Raises:
        Refused: the remote has commits already, or does not take this one.
        Unavailable: it cannot be reached.
    """
    with tempfile.TemporaryDirectory(prefix="trunkline-init-") as folder:
        clone = Path(folder) / "first.git"
        _clone(remote, clone)
        if write_git(clone, ["for-each-ref", "--count=1"]).stdout:
            raise Refused(
                "the config repository is not empty",
                "init makes a first commit; name an empty repository, or start working with this one",
            )
        unborn = write_git(clone, ["symbolic-ref", "HEAD"]).stdout.decode().strip()
        named = names.checked_branch(branch or unborn.removeprefix("refs/heads/"))
        stream = _stream(named, files, (author, committer), message, at)
        written = write_git(clone, ["fast-import", "--quiet"], stdin=stream)
        if written.status:
            raise Unavailable("git", written.complaint)
        _push(clone, f"refs/heads/{named}")
    return named


def _clone(remote: str, clone: Path) -> None:
    """Clone to learn whether anything is there, and which branch the remote expects."""
    named = names.checked_remote(remote)
    # In a session of its own and without a way to ask, git asks nobody for a password.
    command = ["git", "-c", "core.askPass=", "clone", "--quiet", "--bare", "--", named, str(clone)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable(_REMOTE, f"no answer within {_TIMEOUT_S} s") from error
    except FileNotFoundError as error:
        raise Unavailable("git", "the program is not installed") from error
    if done.returncode:
        raise Unavailable(_REMOTE, names.without_secrets(" ".join(done.stderr.split())))


def _stream(
    branch: str,
    files: Mapping[str, bytes],
    people: tuple[Person, Person],
    message: str,
    at: datetime,
) -> bytes:
    """Write the commit as ``git fast-import`` reads it."""
    seconds = int(at.timestamp())
    author, committer = (names.clean_person(person) for person in people)
    said = message.encode()
    parts = [
        f"commit refs/heads/{branch}\n",
        f"author {author.name} <{author.email}> {seconds} +0000\n",
        f"committer {committer.name} <{committer.email}> {seconds} +0000\n",
        f"data {len(said)}\n",
    ]
    stream = "".join(parts).encode() + said + b"\n"
    for path, data in files.items():
        stream += f"M 100644 inline {names.checked_path(path)}\ndata {len(data)}\n".encode()
        stream += data + b"\n"
    return stream + b"done\n"


def _push(clone: Path, ref: str) -> None:
    """Push a branch that must not be there yet."""
    try:
        pushed = network_git(
            clone,
            ["push", "--quiet", f"--force-with-lease={ref}:", "origin", f"{ref}:{ref}"],
            timeout_s=_TIMEOUT_S,
        )
    except TimedOut as error:
        raise Unavailable(_REMOTE, str(error)) from error
    if pushed.status:
        raise Refused(
            f"the config remote did not take the first commit: {objection(pushed)}",
            "give the bot's account the right to push to a repository with SHA-1 objects, and run init again",
        )
