"""A real bare remote in a temporary folder, and a person who pushes to it, with nothing of the user's git settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.ports.repository import CommitId, Person

BOT = Person("Trunkline", "bot@carrier.example")
OLGA = Person("Olga Reyes", "olga@carrier.example")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FIRST_FILES = {
    "settings.yaml": b"format: 1\n",
    "customers/ben-llc/customer.yaml": b"name: Ben LLC\nstatus: live\n",
    "customers/acme/customer.yaml": b"name: Acme\nstatus: live\n",
}


@pytest.fixture(autouse=True)
def no_user_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the git settings of whoever runs the tests out of them; import it into a test module."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(
    folder: Path, *arguments: str, stdin: bytes = b"", check: bool = True, at: datetime = NOON
) -> str:
    """Run git in a folder as Olga and give what it printed."""
    who = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": OLGA.name,
        "GIT_AUTHOR_EMAIL": OLGA.email,
        "GIT_COMMITTER_NAME": OLGA.name,
        "GIT_COMMITTER_EMAIL": OLGA.email,
        "GIT_AUTHOR_DATE": at.isoformat(),
        "GIT_COMMITTER_DATE": at.isoformat(),
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=stdin, capture_output=True, env=who, check=False
    )
    if check and done.returncode:
        raise AssertionError(done.stderr.decode())
    return done.stdout.decode().strip()


def bare_remote(folder: Path, files: Mapping[str, bytes] = FIRST_FILES) -> Path:
    """Make a bare repository with one commit on ``main``."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
    human_commit(folder, files, message="First files")
    return folder


def human_commit(
    remote: Path,
    files: Mapping[str, bytes | None],
    *,
    message: str = "By hand",
    at: datetime = NOON,
    branch: str = "main",
) -> CommitId:
    """Commit straight to a branch of the bare remote, as somebody does who pushes."""
    parts = [b"commit refs/heads/%s\n" % branch.encode()]
    parts += [f"committer {OLGA.name} <{OLGA.email}> {int(at.timestamp())} +0000\n".encode()]
    parts += [b"data %d\n%s\n" % (len(message.encode()), message.encode())]
    head = git(remote, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", check=False)
    if head:
        parts += [f"from {head}\n".encode()]
    for path, data in files.items():
        if data is None:
            parts += [f"D {path}\n".encode()]
        else:
            parts += [b"M 644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)]
    git(remote, "fast-import", "--quiet", "--force", stdin=b"".join(parts))
    return CommitId(git(remote, "rev-parse", f"refs/heads/{branch}"))


def protect(remote: Path, said: str = "GH006: Protected branch update failed for $1.") -> None:
    """Have the remote take no push of ``main``, as a forge does whose branch is protected; any other branch it takes."""
    hook = remote / "hooks" / "update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f'#!/bin/sh\ntest "$1" = refs/heads/main || exit 0\necho "{said}" >&2\nexit 1\n'
    )
    hook.chmod(0o755)


def proposed(remote: Path) -> list[str]:
    """Name the branches of the bot."""
    return git(
        remote, "for-each-ref", "--format=%(refname:short)", "refs/heads/trunkline"
    ).splitlines()


def merge(remote: Path, branch: str) -> CommitId:
    """Merge a branch into ``main`` by a merge commit, as a person does on a forge."""
    return _onto_main(remote, branch, "Merge what was proposed", "-p", branch)


def squash(remote: Path, branch: str, message: str = "") -> CommitId:
    """Merge a branch into ``main`` as one commit; the message is that of the branch, with a trailer below."""
    said = git(remote, "show", "--no-patch", "--format=%B", branch)
    below = f"{said}\n\nCo-authored-by: Olga Reyes <olga@carrier.example>"
    return _onto_main(remote, branch, message or below)


def rebase(remote: Path, branch: str) -> CommitId:
    """Merge a branch of one commit into ``main`` by writing that commit anew on top."""
    return _onto_main(remote, branch, git(remote, "show", "--no-patch", "--format=%B", branch))


def _onto_main(remote: Path, branch: str, message: str, *parents: str) -> CommitId:
    tree = git(remote, "merge-tree", "--write-tree", "main", branch).splitlines()[0]
    commit = git(remote, "commit-tree", tree, "-p", "main", *parents, "-m", message)
    git(remote, "update-ref", "refs/heads/main", commit)
    return CommitId(commit)
