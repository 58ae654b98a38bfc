"""What lies over the config of a customer for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from engine.ports.ids import OperationId


class OverlayKind(StrEnum):
    """What may lie over the config of a customer for a while."""

    SUSPENSION = "suspension"  # a person stopped the customer at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A state that lies over what the config says of a customer, until an instant or until a person lifts it.

    ``by`` and ``lifted_by`` are operators. ``until`` None: until it is lifted. Recorded for ever; it never gets into
    the config. ``since`` belongs to it, ``until`` does not.
    """

    id: str
    customer: str
    kind: OverlayKind
    reason: str
    by: str
    since: datetime
    until: datetime | None = None
    lifted_at: datetime | None = None
    lifted_by: str | None = None
    operation: OperationId | None = None

    def is_in_force(self, at: datetime) -> bool:
        """Whether it counts at an instant."""
        ends = [end for end in (self.until, self.lifted_at) if end is not None]
        return self.since <= at and all(at < end for end in ends)


class OverlayStore(Protocol):
    """Overlays, durable and safe for several processes; answers without asking anything outside the store."""

    def lay(self, overlay: Overlay) -> None:
        """Record an overlay; one that is known by its id stays as it is."""
        ...

    def lift(
        self, customer: str, kind: OverlayKind, *, laid_by: datetime, by: str, at: datetime
    ) -> Sequence[Overlay]:
        """Lift what is in force of this kind at ``at`` and was laid no later than ``laid_by``; gives what it lifted.

        The same person lifting at the same instant again is given the same: the answer may have been lost in a crash.
        """
        ...

    def in_force(self, at: datetime, *, customer: str | None = None) -> Sequence[Overlay]:
        """Give what counts at an instant, for one customer or for all, the oldest first."""
        ...

    def over(self, *, since: datetime, until: datetime) -> Sequence[Overlay]:
        """Give what ended by itself behind ``since`` and no later than ``until``, the oldest first."""
        ...

    def forget_person(self, words: Sequence[str]) -> int:
        """Drop every reason in which any of ``words`` names a person, as ``engine.persons`` says; gives how many did."""
        ...
