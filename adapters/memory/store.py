"""The in-memory twin of the store."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

from adapters.memory.effects import MemoryEffects
from adapters.memory.heads import MemoryHeads
from adapters.memory.operations import MemoryOperations
from adapters.memory.overlays import MemoryOverlayStore
from adapters.memory.portal import MemoryPortalPasswords
from adapters.memory.schedule import MemoryJobRuns, MemoryLeader
from engine.ports.effects import Effect
from engine.ports.store import Store


class MemoryMatters:
    """The ``Matters`` port for one process."""

    def __init__(self, effects: MemoryEffects, lock: threading.RLock) -> None:
        """Start empty; ``lock`` is that of the whole store."""
        self._effects = effects
        self._lock = lock
        self._told: dict[str, str] = {}

    def last_told(self, about: str) -> str:
        """Give how a matter stood when people were told of it last; empty if they never were, or that it is over."""
        with self._lock:
            return self._told.get(about, "")

    def tell(self, about: str, *, was: str, now: str, effects: Sequence[Effect]) -> bool:
        """Record how a matter stands now with what tells it; False unless ``was`` is how it stood when it was told last."""
        with self._lock:
            if self._told.get(about, "") != was:
                return False
            self._told[about] = now
            self._effects.record(effects)
            return True


class MemoryEvents:
    """The ``Events`` port for one process."""

    def __init__(self) -> None:
        """Start empty."""
        self._events: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def take(self, event: str, *, at: datetime) -> bool:
        """Remember an event by its id; False if it was taken before."""
        with self._lock:
            is_new = event not in self._events
            self._events.setdefault(event, at)
            return is_new

    def forget(self, *, before: datetime, limit: int) -> int:
        """Forget events that were taken before an instant, ``limit`` at most; gives how many."""
        with self._lock:
            old = [event for event, at in self._events.items() if at < before][:limit]
            for event in old:
                del self._events[event]
        return len(old)


class MemoryMarks:
    """The ``Marks`` port: what is in memory is no demo."""

    def is_demo(self, *, of: str = "") -> bool:
        """Whether it is a demo: never."""
        return False


def memory_store() -> Store:
    """Make an empty store."""
    lock = threading.RLock()
    effects = MemoryEffects(lock)
    return Store(
        operations=MemoryOperations(effects, lock),
        effects=effects,
        heads=MemoryHeads(),
        matters=MemoryMatters(effects, lock),
        events=MemoryEvents(),
        marks=MemoryMarks(),
        overlays=MemoryOverlayStore(),
        job_runs=MemoryJobRuns(),
        portal=MemoryPortalPasswords(),
        leader=MemoryLeader(),
    )
