"""A clone that lost something: how that is found out, and what of it is carried over into a new one.

The remote has everything that landed. Only our own refs are nowhere else: commits that wait, and heads that a rewrite took away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from adapters.git.names import is_object_id, is_ref_name
from adapters.git.process import read_git
from adapters.git.writing import write_git

REFSPEC = "+refs/heads/*:refs/remotes/origin/*"
_OURS = ("refs/remotes/origin/", "refs/trunkline/")
_HEAD = re.compile(r"ref: refs/\S+|[0-9a-f]{40}|[0-9a-f]{64}")
_ONLY_OBJECTS = 1
"""What ``git fsck`` answers when some object is odd or torn, but nothing that a ref leads to is missing."""


def missing_part(clone: Path) -> str:
    """Name a part without which git would not take the folder for a clone, or ours for one; empty if all is there."""
    for name in ("config", "objects", "refs"):
        if not (clone / name).exists():
            return f"{clone} has no {name}"
    try:
        head = (clone / "HEAD").read_text("ascii").strip()
        config = (clone / "config").read_text("utf-8")
    except (OSError, ValueError):
        head = config = ""
    if not _HEAD.fullmatch(head):
        return f"the file HEAD in {clone} is damaged"
    return "" if f"fetch = {REFSPEC}" in config else f"the file config in {clone} is damaged"


def is_readable(clone: Path) -> bool:
    """Whether git takes the folder for a clone of ours and can read what its refs are; costs next to nothing."""
    return not missing_part(clone) and read_git(clone, ["for-each-ref", "--count=1"]).status == 0


def is_whole(clone: Path) -> bool:
    """Whether everything is there and readable that a ref leads to. Reads the whole clone: only to be asked with a reason."""
    if missing_part(clone):
        return False
    return read_git(clone, ["fsck", "--no-dangling", "--no-progress"]).status in (0, _ONLY_OBJECTS)


def carry_over(damaged: Path, clone: Path) -> None:
    """Take over each ref of ours whose commits are whole in a damaged clone, with its objects."""
    lent = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": str(damaged / "objects")}
    taken = ""
    for ref, target in sorted(dict(_refs(damaged)).items()):
        wanted = f"{target}\n{taken}".encode()
        pack = ["pack-objects", "--revs", "--quiet", str(clone / "objects" / "pack" / "pack")]
        if write_git(clone, pack, stdin=wanted, env=lent).status == 0:
            write_git(clone, ["update-ref", ref, target])
            taken += f"^{target}\n"


def _refs(clone: Path) -> Iterator[tuple[str, str]]:
    """Read our refs from their files, as far as they can be read: git refuses a damaged clone as a whole."""
    try:
        packed = (clone / "packed-refs").read_text("utf-8", "replace").splitlines()
    except OSError:
        packed = []
    lines = [tuple(line.split(" ")[::-1]) for line in packed]
    found = [(line[0], line[1]) for line in lines if len(line) == 2]
    for file in (clone / "refs").rglob("*"):
        if file.is_file():
            name = file.relative_to(clone).as_posix()
            found.append((name, file.read_text("utf-8", "replace").strip()))
    for name, target in found:
        if name.startswith(_OURS) and is_ref_name(name) and is_object_id(target):
            yield name, target
