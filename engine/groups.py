"""Groups of patterns, and which of them a replacement takes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from schemas.voice import is_plain_line

_TAKEN = re.compile(r"\$<(?P<name>[A-Za-z][A-Za-z0-9_]*)>|[$\\](?P<number>[0-9])")


def groups_in(line: str | None) -> tuple[int, frozenset[str]]:
    """Give how many groups a dial line has and the names of those that have one; a plain line has none."""
    if line is None or is_plain_line(line):
        return 0, frozenset()
    pattern = re.compile(line)
    return pattern.groups, frozenset(pattern.groupindex)


def unknown_groups(replacement: str, numbered: int, names: Collection[str]) -> Iterator[str]:
    """Give every group a replacement takes that is not there, as it is written; $0 is always there."""
    for taken in _TAKEN.finditer(replacement):
        name, number = taken["name"], taken["number"]
        if (name is not None and name not in names) or (number and int(number) > numbered):
            yield taken[0]
