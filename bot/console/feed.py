"""The change feed: numbered events that browsers follow. It keeps the newest few thousand."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.console.model import JSON

KEPT = 4000  # a browser that lagged further behind loads the whole state again


@dataclass(frozen=True, slots=True)
class Event:
    """One change. ``audience`` None means everybody, else the only people who may see it."""

    seq: int
    kind: str
    body: JSON
    audience: frozenset[str] | None


class Feed:
    """Append-only, thread-safe list of events; ``wake`` callbacks run after each one, in the writer's thread."""

    def __init__(self) -> None:
        """Start empty, at number 0."""
        self._lock = threading.Lock()
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._seq = 0
        self._wakers: set[Callable[[], None]] = set()
        self.closed = False

    @property
    def seq(self) -> int:
        """Number of the newest event."""
        return self._seq

    def add(self, kind: str, body: JSON, audience: frozenset[str] | None = None) -> None:
        """Publish a change."""
        with self._lock:
            self._seq += 1
            self._events.append(Event(self._seq, kind, body, audience))
        self._wake()

    def since(self, seq: int) -> list[Event] | None:
        """Give the events behind ``seq``; None if some of them are no longer kept."""
        with self._lock:
            if self._events and self._events[0].seq > seq + 1:
                return None
            return [event for event in self._events if event.seq > seq]

    def listen(self, wake: Callable[[], None]) -> None:
        """Have ``wake`` called after every event, and once at the end."""
        with self._lock:
            self._wakers.add(wake)

    def forget(self, wake: Callable[[], None]) -> None:
        """Stop calling ``wake``."""
        with self._lock:
            self._wakers.discard(wake)

    def close(self) -> None:
        """Tell every listener that nothing follows."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            wakers = tuple(self._wakers)
        for wake in wakers:
            wake()
