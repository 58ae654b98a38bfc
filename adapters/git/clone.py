"""Our own bare clone: how it is made and what is set in it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from adapters.git.names import has_password
from adapters.git.process import Answer, create_bare
from adapters.git.writing import write_git
from engine.errors import Unavailable

# Everything we say is written must survive a power cut. git's own housekeeping is off: maintain() does it.
_SETTINGS = f"""
[core]
\tfsync = all
\tfsyncMethod = fsync
\thooksPath = {os.devnull}
[gc]
\tauto = 0
[maintenance]
\tauto = false
[remote "origin"]
\tfetch = +refs/heads/*:refs/remotes/origin/*
\tfetch = +refs/tags/*:refs/tags/*
\ttagOpt = --no-tags
"""
_STALE_S = 300.0
_HEAD = re.compile(r"ref: refs/\S+|[0-9a-f]{40}|[0-9a-f]{64}")


def ensure_clone(clone: Path, remote: str) -> None:
    """Make the clone unless it is there, and point it at ``remote``; several processes may try at once."""
    if not (clone / "HEAD").is_file():
        _create(clone, remote)
    _refuse_damage(clone)
    if f"\turl = {remote}\n" not in (clone / "config").read_text("utf-8"):
        _point_at(clone, remote)


def _refuse_damage(clone: Path) -> None:
    """Say of a clone that git would not take for one what is missing, before git says less."""
    try:
        head = (clone / "HEAD").read_text("ascii").strip()
    except (OSError, ValueError):
        head = ""
    missing = [name for name in ("config", "objects", "refs") if not (clone / name).exists()]
    if missing or not _HEAD.fullmatch(head):
        raise Unavailable(
            "the clone of the config repository",
            f"{clone} has no {missing[0]}" if missing else f"the file HEAD in {clone} is damaged",
            "Move that folder away: it is made anew from the remote. No change that waits is lost by that.",
        )


def _create(clone: Path, remote: str) -> None:
    try:
        clone.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{clone.name}-", dir=clone.parent))
    except OSError as error:
        raise Unavailable("the clone of the config repository", str(error)) from error
    try:
        draft.chmod(0o755)
        _succeed(create_bare(draft))
        with (draft / "config").open("a", encoding="utf-8") as config:
            config.write(_SETTINGS)
        _point_at(draft, remote)
        with suppress(OSError):  # another process was first: its clone is as good as ours
            draft.rename(clone)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if not (clone / "HEAD").is_file():
        raise Unavailable("the clone of the config repository", f"{clone} is in the way")


def _point_at(clone: Path, remote: str) -> None:
    if has_password(remote):
        (clone / "config").chmod(0o600)
    _succeed(write_git(clone, ["config", "remote.origin.url", remote]))


def _succeed(answer: Answer) -> None:
    if answer.status:
        raise Unavailable("the clone of the config repository", answer.complaint)


def update_refs(clone: Path, commands: Sequence[str]) -> Answer:
    """Carry out ``git update-ref --stdin`` commands, all or none."""
    return write_git(
        clone, ["update-ref", "--stdin"], stdin="".join(f"{line}\n" for line in commands).encode()
    )


def sweep_locks(clone: Path) -> int:
    """Remove ref locks that a killed git left behind, older than any command may run; give how many.

    To be called only under the lock that keeps our own commands out.
    """
    oldest = time.time() - _STALE_S  # noqa: TID251 -- compared with what the file system says
    found = [*(clone / "refs").rglob("*.lock"), *clone.glob("*.lock")]
    swept = 0
    for lock in found:
        with suppress(FileNotFoundError):
            if lock.stat().st_mtime < oldest:
                lock.unlink()
                swept += 1
    return swept
