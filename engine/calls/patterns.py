"""Lines of the config held against numbers, and replacements filled in; in linear time, whoever wrote the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from schemas.voice import is_plain_line

_TAKEN = re.compile(r"\$<(?P<name>[A-Za-z][A-Za-z0-9_]*)>|[$\\](?P<number>[0-9])")
_SIGN = re.compile(r"[0-9#]|\\[+*#]|\[[+*#]\]")
"""A sign that stands for itself; + and * do so only where they are escaped."""


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> Any:
    """Compile a pattern for an engine whose time is linear in the number.

    Raises:
        ValueError: it needs what no such engine can do.
    """
    import re2

    try:
        return re2.compile(pattern)
    except re2.error as error:
        raise ValueError(f"the pattern {pattern!r} cannot be used: {error}") from error


def search(pattern: str, text: str) -> Any:
    """Search for a pattern; None where it does not fit, or cannot be used at all."""
    try:
        return compiled(pattern).search(text)
    except ValueError:
        return None


def fits(line: str, number: str) -> int | None:
    """Hold a line of a dial plan against a number: a plain one as its beginning, else as a search.

    Gives how many digits it fits by, those of its literal head for a pattern; None if it does not fit.
    """
    if is_plain_line(line):
        return next((len(one) for one in _spellings(line) if number.startswith(one)), None)
    return literal_head(line) if search(line, number) is not None else None


def literal_head(pattern: str) -> int:
    """Count the digits a pattern fixes at the beginning of a number."""
    if not pattern.startswith("^") or "|" in _outside_groups(pattern):
        return 0
    at, signs = 1, 0
    while sign := _SIGN.match(pattern, at):
        at, signs = sign.end(), signs + 1
    may_be_absent = pattern[at : at + 1] in ("?", "*", "{")
    return max(signs - 1, 0) if may_be_absent else signs


def _outside_groups(pattern: str) -> str:
    kept, depth = [], 0
    for sign in pattern:
        depth += (sign in "([") - (sign in ")]")
        if depth == 0:
            kept.append(sign)
    return "".join(kept)


def best(lines: Iterable[str], number: str) -> int | None:
    """Give the most digits any of the lines fits by; None if none fits."""
    return max(
        (length for line in lines if (length := fits(line, number)) is not None), default=None
    )


def is_caller(line: str, number: str) -> bool:
    """Hold a caller number against a line: a plain number by equality, anything else as a search."""
    if is_plain_line(line):
        return number in _spellings(line)
    return search(line, number) is not None


def _spellings(line: str) -> tuple[str, ...]:
    """Give a plain line as it is written, and without the + that numbers have lost by the time they are held against it."""
    return (line, line[1:]) if line.startswith("+") and len(line) > 1 else (line,)


def rewritten(line: str, replacement: str, number: str) -> str | None:
    """Replace what a line fits in a number: the beginning a plain line stands for, or what a pattern finds.

    None if it does not fit.
    """
    if is_plain_line(line):
        if not number.startswith(line):
            return None
        return filled(replacement, None, line) + number[len(line) :]
    found = search(line, number)
    if found is None:
        return None
    start, end = found.span()
    return number[:start] + filled(replacement, found, found.group(0)) + number[end:]


def filled(replacement: str, found: Any, whole: str) -> str:
    """Fill in a replacement: groups by number or name, group 0 being the whole; one that took no part is empty."""

    def taken(mark: re.Match[str]) -> str:
        if found is None:
            return whole if mark["number"] == "0" else ""
        try:
            value = found.group(mark["name"] or int(mark["number"]))
        except (IndexError, KeyError):
            return ""
        return value or ""

    return _TAKEN.sub(taken, replacement)
