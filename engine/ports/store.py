"""The store as one thing: what it remembers, each part by what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.ports.effects import Effect, Effects
from engine.ports.heads import Heads
from engine.ports.jobs import JobRuns, Leader
from engine.ports.operations import Operations
from engine.ports.overlays import OverlayStore
from engine.ports.secrets import PortalPasswords


class Matters(Protocol):
    """How what people are told of stood when they were told last."""

    def last_told(self, about: str) -> str:
        """Give how a matter stood when people were told of it last; empty if they never were, or that it is over."""
        ...

    def tell(self, about: str, *, was: str, now: str, effects: Sequence[Effect]) -> bool:
        """Record how a matter stands now together with what tells it, in one transaction.

        False, and nothing is recorded, unless ``was`` is still how it stood when it was told last.
        """
        ...


class Events(Protocol):
    """The events that were taken from outside, so that each is taken once."""

    def take(self, event: str, *, at: datetime) -> bool:
        """Remember an event from outside by its id; False if it was taken before."""
        ...

    def forget(self, *, before: datetime, limit: int) -> int:
        """Forget events that were taken before an instant, ``limit`` at most; gives how many."""
        ...


class Marks(Protocol):
    """What this store is."""

    def is_demo(self, *, of: str = "") -> bool:
        """Whether this store was marked as a demo when it was created; with ``of``, as the demo of that very remote."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Everything that is remembered beside the config: one database, so that what belongs together is one transaction."""

    operations: Operations
    effects: Effects
    heads: Heads
    matters: Matters
    events: Events
    marks: Marks
    overlays: OverlayStore
    job_runs: JobRuns
    portal: PortalPasswords
    leader: Leader
