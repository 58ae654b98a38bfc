"""Names that Slack gives: timestamps of messages, and ids of blocks and elements that came without."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from typing import Any

from bot.console.model import JSON

_NAMELESS = frozenset({"mrkdwn", "plain_text", "image", "raw_text"})


class Names:
    """Gives each name once; thread-safe."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Take the clock timestamps are made from."""
        self._now = now
        self._lock = threading.Lock()
        self._last_us = 0
        self._numbers = itertools.count(1)

    def new_ts(self) -> str:
        """A message timestamp; unique, and rising even when the clock stands."""
        with self._lock:
            self._last_us = max(int(self._now() * 1_000_000), self._last_us + 1)
            return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"

    def name_parts(self, blocks: Any) -> None:
        """Give ``block_id`` and ``action_id`` to what has none, as Slack does."""
        for block in blocks if isinstance(blocks, list) else ():
            block.setdefault("block_id", f"b{next(self._numbers):05d}")
            for element in (block.get("accessory"), *_listed(block), block.get("element")):
                if isinstance(element, dict) and element.get("type") not in _NAMELESS:
                    element.setdefault("action_id", f"a{next(self._numbers):05d}")

    def name_content(self, content: JSON) -> None:
        """Name the parts of a message: its blocks, and those of its attachments."""
        self.name_parts(content.get("blocks"))
        for attachment in content.get("attachments") or ():
            if isinstance(attachment, dict):
                self.name_parts(attachment.get("blocks"))


def _listed(block: JSON) -> list[Any]:
    elements = block.get("elements")
    takes = block.get("type") in ("actions", "context_actions")
    return elements if takes and isinstance(elements, list) else []
