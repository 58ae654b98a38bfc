"""What a person may write for a commit: its id, a branch, a tag, a pull request, and so many commits before one of these."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from adapters.git import reading
from adapters.git.names import is_ref_name
from engine.errors import Refused
from engine.ports.repository import CommitId

_PULL = re.compile(r"pr:(?P<number>[0-9]{1,9})")
_BACK = re.compile(r"(?P<base>.+)~(?P<steps>[0-9]{1,6})")


def commit_of(
    clone: Path,
    revision: str,
    *,
    branches: str,
    head: Callable[[], CommitId],
    pull_request: Callable[[str], CommitId],
) -> CommitId:
    """Turn what was written into a commit id; ``branches`` is where the branches lie, ``head`` gives what HEAD stands for.

    ``pr:12`` is the head of pull request 12, which ``pull_request`` fetches; ``main~2`` the second commit before.

    Raises:
        Refused: there is no such commit.
    """
    back = _BACK.fullmatch(revision)
    base, steps = (back["base"], int(back["steps"])) if back else (revision, 0)
    pull = _PULL.fullmatch(base)
    if base == "HEAD":
        start = head()
    elif pull is not None:
        start = pull_request(pull["number"])
    elif is_ref_name(base):
        start = reading.resolve(clone, base, branches=branches)
    else:
        raise Refused(f"{revision!r} is not a commit, branch or tag")
    found = reading.first_parent(clone, start, steps) if steps else start
    if found is None:
        raise Refused(f"{start[:12]} has fewer than {steps} commits before it")
    return found
