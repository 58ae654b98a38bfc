"""Our own bare clone: how it is made and what is set in it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import structlog

from adapters.git.locks import file_lock
from adapters.git.mending import REFSPEC, carry_over, is_whole, missing_part
from adapters.git.names import has_password
from adapters.git.process import CLONE, Answer, create_bare, unwritable
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
\tfetch = {REFSPEC}
\tfetch = +refs/tags/*:refs/tags/*
\ttagOpt = --no-tags
"""
_STALE_S = 300.0
_MENDING_S = 300.0

log = structlog.get_logger()


def ensure_clone(clone: Path, remote: str) -> None:
    """Make the clone unless it is there and looks like one, and point it at ``remote``; several processes may try at once."""
    there = is_there(clone)
    if there and missing_part(clone):
        mend(clone, remote)
    elif not there:
        _create(clone, remote)
    if f"\turl = {remote}\n" not in (clone / "config").read_text("utf-8"):
        with _mending(clone):
            # Nobody but us writes this file, and only here: a lock that is there was left by a git that was killed.
            (clone / "config.lock").unlink(missing_ok=True)
            _point_at(clone, remote)


def is_there(clone: Path) -> bool:
    """Whether there is something in the place of the clone that was one.

    Raises:
        Unavailable: we may not look.
    """
    try:
        return (clone / "HEAD").is_file() or (clone / "objects").is_dir()
    except PermissionError as error:
        raise unwritable(error) from error


def mend(clone: Path, remote: str) -> bool:
    """Make a damaged clone anew, with what of it is whole; False if it is whole. What was there is kept as ``<clone>.damaged``.

    A process that dies over it leaves what the next one needs to do the rest.
    """
    with _mending(clone):
        if is_whole(clone):
            return False
        aside = _aside(clone)
        why = missing_part(clone) or "objects are missing or damaged"
        log.warning("clone.damaged", why=why, kept=str(aside))
        shutil.rmtree(aside, ignore_errors=True)
        clone.rename(aside)
        _create(clone, remote)
    return True


def _mending(clone: Path) -> AbstractContextManager[None]:
    """Hold the right to put the clone in order."""
    return file_lock(clone.with_name(f"{clone.name}-mending"), timeout_s=_MENDING_S, what=CLONE)


def _aside(clone: Path) -> Path:
    return clone.with_name(f"{clone.name}.damaged")


def _create(clone: Path, remote: str) -> None:
    try:
        clone.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{clone.name}-", dir=clone.parent))
    except OSError as error:
        raise unwritable(error) from error
    try:
        draft.chmod(0o755)
        _succeed(create_bare(draft))
        with (draft / "config").open("a", encoding="utf-8") as config:
            config.write(_SETTINGS)
        _point_at(draft, remote)
        if (aside := _aside(clone)).is_dir():
            carry_over(aside, draft)
        with suppress(OSError):  # another process was first: its clone is as good as ours
            draft.rename(clone)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if not (clone / "HEAD").is_file():
        raise Unavailable(CLONE, f"{clone} is in the way")


def _point_at(clone: Path, remote: str) -> None:
    if has_password(remote):
        (clone / "config").chmod(0o600)
    _succeed(write_git(clone, ["config", "remote.origin.url", remote]))


def _succeed(answer: Answer) -> None:
    if answer.status:
        raise Unavailable(CLONE, answer.complaint)


def update_refs(clone: Path, commands: Sequence[str]) -> Answer:
    """Carry out ``git update-ref --stdin`` commands, all or none."""
    stdin = "".join(f"{line}\n" for line in commands).encode()
    answer = write_git(clone, ["update-ref", "--stdin"], stdin=stdin)
    if answer.status and sweep_locks(clone):
        answer = write_git(clone, ["update-ref", "--stdin"], stdin=stdin)
    return answer


def sweep_locks(clone: Path) -> int:
    """Remove locks that a killed git left behind, older than any command may run; give how many."""
    oldest = time.time() - _STALE_S  # noqa: TID251 -- compared with what the file system says
    swept = 0
    for lock in clone.rglob("*.lock"):
        with suppress(FileNotFoundError):
            if lock.stat().st_mtime < oldest:
                lock.unlink()
                swept += 1
    return swept
