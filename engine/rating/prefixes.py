"""Digits as whole numbers whose order is that of the digits, so that a prefix is a range and a search finds the longest.

A number is written in base 11, each digit one more than it is and absent ones as 0, eighteen places long: it fits 63
bits, and ``44`` stands before ``440`` and all that begins with it behind it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

LONGEST = 18
"""Most digits of a prefix; a longer number is looked up by its first ones."""

_DIGITS = str.maketrans("0123456789", "123456789a")
_SIGNS = " 0123456789"
SPANS: tuple[int, ...] = tuple(11 ** (LONGEST - length) for length in range(LONGEST + 1))
"""How many codes begin with a prefix of this length."""


def code_of(digits: str) -> int:
    """Give the code of a number or of the first number with a prefix."""
    return int(digits[:LONGEST].translate(_DIGITS).ljust(LONGEST, "0"), 11)


def digits_of(code: int, length: int) -> str:
    """Give the prefix of this length that a code stands for."""
    left = code // SPANS[length]
    digits = []
    for _ in range(length):
        left, digit = divmod(left, 11)
        digits.append(_SIGNS[digit])
    return "".join(reversed(digits))


def ranges(prefixes: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    """Cut the numbers into ranges of one longest prefix each.

    ``prefixes`` are distinct and in the order of text. Gives the first code of each range in order, the place of the
    longest prefix there (-1: none), and for every prefix the place of the next shorter one that it begins with.
    """
    starts: list[int] = [0]
    longest: list[int] = [-1]
    shorter: list[int] = []
    open_ends: list[int] = []  # ends of the prefixes we are inside of, the innermost last
    open_places: list[int] = []
    for place, prefix in enumerate(prefixes):
        start = code_of(prefix)
        while open_ends and open_ends[-1] <= start:
            _close(starts, longest, open_ends, open_places)
        shorter.append(open_places[-1] if open_places else -1)
        if starts[-1] == start:
            longest[-1] = place
        else:
            starts.append(start)
            longest.append(place)
        open_ends.append(start + SPANS[len(prefix)])
        open_places.append(place)
    while open_ends:
        _close(starts, longest, open_ends, open_places)
    return starts, longest, shorter


def _close(
    starts: list[int], longest: list[int], open_ends: list[int], open_places: list[int]
) -> None:
    """Leave the innermost prefix: behind its end the one around it counts again."""
    end = open_ends.pop()
    open_places.pop()
    outer = open_places[-1] if open_places else -1
    if starts[-1] == end:
        longest[-1] = outer
    elif not open_ends or end < open_ends[-1]:
        starts.append(end)
        longest.append(outer)


def place_of(number: str, starts: Sequence[int], longest: Sequence[int]) -> int:
    """Give the place of the longest prefix that a number begins with, -1 if none; the ranges are those of ``ranges``."""
    return longest[bisect_right(starts, code_of(number)) - 1]


def are_prefixes(texts: Sequence[str]) -> bool:
    """Whether every text is a prefix: digits, one at least and no more than ``LONGEST``."""
    digits = "".join(texts)
    if not (digits.isascii() and digits.isdigit()):
        return not texts
    return all(texts) and max(map(len, texts)) <= LONGEST
