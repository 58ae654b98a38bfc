"""Time and ids that a test or a demonstration decides."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from engine.ports.ids import OperationId


class FrozenClock:
    """The ``Clock`` port standing still until it is advanced."""

    def __init__(self, now: datetime) -> None:
        """Stand at ``now``, an aware instant."""
        self._now = now

    def now(self) -> datetime:
        """Give the instant the clock stands at."""
        return self._now

    def advance(self, seconds: float) -> datetime:
        """Move the clock forward and give the new instant."""
        self._now += timedelta(seconds=seconds)
        return self._now


class CountingIds:
    """The ``Ids`` port counting from 1: ``op-00000000000000000000000001``."""

    def __init__(self) -> None:
        """Start before the first id."""
        self._given = 0
        self._lock = threading.Lock()

    def operation(self) -> OperationId:
        """Give the next operation id."""
        with self._lock:
            self._given += 1
            return OperationId(f"op-{self._given:026d}")
