"""The pieces a message is made of: paragraphs and small grey lines, none longer than Slack takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.slack.mrkdwn import cut, escape

Json = dict[str, Any]
LONGEST_TEXT = 3000
_ROOM = LONGEST_TEXT - 20  # beside what fences lines, or a sign before them


def section(text: str) -> Json:
    """A paragraph of markup."""
    return {
        "type": "section",
        "text": {"type": "mrkdwn", "text": cut(text, LONGEST_TEXT) or "-", "verbatim": True},
    }


def context(text: str) -> Json:
    """A small grey line."""
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": cut(text, LONGEST_TEXT), "verbatim": True}],
    }


def parts(lines: Iterable[str], *, escaped: bool = False) -> Iterator[list[str]]:
    """Divide lines into parts that fit one section each; ``escaped``: they are written as Slack takes them."""
    part: list[str] = []
    used = 0
    for piece in lines if escaped else (piece for line in lines for piece in _pieces(line)):
        size = len(piece if escaped else escape(piece)) + 1
        if part and used + size > _ROOM:
            yield part
            part, used = [], 0
        part.append(piece)
        used += size
    yield part


def _pieces(line: str) -> Iterator[str]:
    """Divide a line that is too long for one section between its words."""
    while len(escape(line)) >= _ROOM:
        end = _ROOM
        while len(escape(line[:end])) >= _ROOM:
            end //= 2
        end = max(line.rfind(" ", 0, end), 0) or end
        yield line[:end]
        line = line[end:].removeprefix(" ")
    yield line
