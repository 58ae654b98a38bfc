"""Which numbers a rate card has a rate for, as far as its prefixes tell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from engine.calls.patterns import literal_head
from schemas.voice import is_plain_line


def has_rate_for(line: str, prefixes: Sequence[str]) -> bool:
    """Whether any number that a dial line fits may have a rate; ``prefixes`` are in the order of text.

    A pattern counts by the digits it begins with; one that need not begin with any may have one.
    """
    digits = line if is_plain_line(line) else line[1 : 1 + literal_head(line)]
    if not digits.isdecimal():
        return bool(prefixes)
    place = bisect_left(prefixes, digits)
    longer = place < len(prefixes) and prefixes[place].startswith(digits)
    return longer or any(_has(digits[:length], prefixes) for length in range(len(digits)))


def _has(prefix: str, prefixes: Sequence[str]) -> bool:
    place = bisect_left(prefixes, prefix)
    return place < len(prefixes) and prefixes[place] == prefix


@lru_cache(maxsize=32)
def prefixes_in(data: bytes) -> tuple[str, ...]:
    """Give the prefixes of a rate table in the order of text; what does not read is told by others."""
    rows = data.decode("utf-8", errors="replace").splitlines()[1:]
    return tuple(sorted({row.partition(",")[0].strip().strip('"') for row in rows if row.strip()}))
