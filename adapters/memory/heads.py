"""The in-memory twin of the heads that were taken as the config."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.memory.kept import kept
from engine.ports.heads import Adoption
from engine.ports.ids import OperationId
from engine.ports.repository import CommitId

_NEXT = timedelta(milliseconds=1)


class MemoryHeads:
    """The ``Heads`` port for one process; instants are kept to the millisecond, as in SQL."""

    def __init__(self) -> None:
        """Start empty."""
        self._heads: dict[CommitId, datetime] = {}
        self._adoptions: dict[OperationId, Adoption] = {}
        self._lock = threading.Lock()

    def accept(self, commit: CommitId, *, at: datetime) -> bool:
        """Record that a commit became the head we go by; False if it was recorded before."""
        with self._lock:
            is_new = commit not in self._heads
            self._heads.setdefault(commit, kept(at))
            return is_new

    def in_force(self, instant: datetime) -> CommitId | None:
        """Give the head accepted or adopted last at or before an instant."""
        with self._lock:
            known = [(at, commit) for at, commit in self._taken() if at <= instant]
            return max(known, key=lambda one: one[0])[1] if known else None

    def adopt(self, adoption: Adoption) -> None:
        """Record an adoption behind every head taken before it; one that is known by its operation stays as it is."""
        with self._lock:
            latest = max((at for at, _ in self._taken()), default=None)
            at = kept(adoption.at) if latest is None else max(kept(adoption.at), latest + _NEXT)
            self._adoptions.setdefault(adoption.operation, replace(adoption, at=at))

    def _taken(self) -> list[tuple[datetime, CommitId]]:
        accepted = [(at, commit) for commit, at in self._heads.items()]
        return accepted + [(one.at, one.new) for one in self._adoptions.values()]
