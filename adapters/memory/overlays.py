"""The in-memory twin of the store of overlays."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from engine.persons import FORGOTTEN, names_any
from engine.ports.overlays import Overlay, OverlayKind


class MemoryOverlayStore:
    """The ``OverlayStore`` port for one process; instants are kept to the millisecond, as in SQL."""

    def __init__(self) -> None:
        """Start empty."""
        self._overlays: dict[str, Overlay] = {}
        self._lock = threading.Lock()

    def lay(self, overlay: Overlay) -> None:
        """Record an overlay; one that is known by its id stays as it is."""
        kept = replace(
            overlay,
            since=_whole(overlay.since),
            until=None if overlay.until is None else _whole(overlay.until),
        )
        with self._lock:
            self._overlays.setdefault(overlay.id, kept)

    def lift(
        self, customer: str, kind: OverlayKind, *, laid_by: datetime, by: str, at: datetime
    ) -> Sequence[Overlay]:
        """Lift what is in force of this kind at ``at`` and was laid no later than ``laid_by``; gives what it lifted.

        The same person lifting at the same instant again is given the same: the answer may have been lost in a crash.
        """
        with self._lock:
            lifted = [
                replace(one, lifted_at=_whole(at), lifted_by=by)
                for one in self._ordered()
                if (one.customer, one.kind) == (customer, kind)
                and one.since <= laid_by
                and (
                    one.is_in_force(_whole(at))
                    or (one.lifted_at, one.lifted_by) == (_whole(at), by)
                )
            ]
            self._overlays.update({one.id: one for one in lifted})
        return tuple(lifted)

    def in_force(self, at: datetime, *, customer: str | None = None) -> Sequence[Overlay]:
        """Give what counts at an instant, for one customer or for all, the oldest first."""
        with self._lock:
            return tuple(
                one
                for one in self._ordered()
                if one.is_in_force(_whole(at)) and customer in (None, one.customer)
            )

    def over(self, *, since: datetime, until: datetime) -> Sequence[Overlay]:
        """Give what ended by itself behind ``since`` and no later than ``until``, the oldest first."""
        with self._lock:
            return tuple(
                one
                for one in self._ordered()
                if one.until is not None
                and since < one.until <= until
                and (one.lifted_at is None or one.lifted_at >= one.until)
            )

    def forget_person(self, words: Sequence[str]) -> int:
        """Drop every reason in which any of ``words`` names a person; gives how many did."""
        with self._lock:
            named = [one for one in self._overlays.values() if names_any(words, one.reason)]
            self._overlays.update({one.id: replace(one, reason=FORGOTTEN) for one in named})
        return len(named)

    def _ordered(self) -> list[Overlay]:
        return sorted(self._overlays.values(), key=lambda one: (one.since, one.id))


def _whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
