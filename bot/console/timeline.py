"""The messages of one channel in order, with their threads; a page of them costs the same in a channel of 10,000."""

from __future__ import annotations

from bisect import bisect_left, insort

from bot.console.model import JSON


class Timeline:
    """Not thread-safe by itself: `Conversations` holds its lock. ``ts`` of equal length compare as they are."""

    def __init__(self) -> None:
        """Start without messages."""
        self._messages: dict[str, JSON] = {}
        self._roots: list[str] = []
        self._threads: dict[str, list[str]] = {}

    def get(self, ts: str) -> JSON | None:
        """Give one message."""
        return self._messages.get(ts)

    def put(self, message: JSON) -> None:
        """Add a message, or replace the one with its ``ts``."""
        ts = str(message["ts"])
        root = str(message.get("thread_ts", ts))
        if ts not in self._messages:
            insort(self._roots if root == ts else self._threads.setdefault(root, []), ts)
        self._messages[ts] = message

    def remove(self, ts: str) -> None:
        """Take a message away; a root's replies stay with the tombstone that stands for it."""
        message = self._messages.pop(ts)
        root = message.get("thread_ts", ts)
        (self._roots if root == ts else self._threads[root]).remove(ts)

    def all(self) -> list[JSON]:
        """Every message, replies included, oldest first."""
        return sorted(self._messages.values(), key=lambda message: str(message["ts"]))

    def roots(self, *, before: str = "", most: int | None = None) -> list[JSON]:
        """Messages that are no replies, oldest first: the newest ``most`` of those before ``before``."""
        end = bisect_left(self._roots, before) if before else len(self._roots)
        start = 0 if most is None else max(0, end - most)
        return [self._messages[ts] for ts in self._roots[start:end]]

    def replies(self, root: str) -> list[JSON]:
        """The replies of a thread, oldest first."""
        return [self._messages[ts] for ts in self._threads.get(root, ())]

    def unread(self, mark: str, reader: str) -> int:
        """How many messages by others stand behind ``mark``, replies left out."""
        behind = self._roots[bisect_left(self._roots, mark) if mark else 0 :]
        return sum(1 for ts in behind if ts != mark and self._messages[ts]["user"] != reader)
