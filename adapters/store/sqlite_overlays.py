"""Overlays read from a SQLite file without SQLAlchemy.

Every card and list asks what lies over the config, also on the command line, where loading SQLAlchemy would cost nearly as much
as the rest of the answer. The contract of the port is asked of this reader as of the store it reads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from engine.errors import Unavailable
from engine.ports.overlays import Overlay, OverlayKind, OverlayStore

_FIELDS = tuple(field.name for field in fields(Overlay))
_QUERY = """
SELECT id, customer, kind, reason, laid_by, since, until, lifted_at, lifted_by, operation_id
FROM overlays
WHERE since <= :at
  AND (lifted_at IS NULL OR lifted_at > :at)
  AND (until IS NULL OR until > :at)
  AND (:customer IS NULL OR customer = :customer)
ORDER BY since, id
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_PATIENCE_S = 10


class SqliteOverlays:
    """The ``OverlayStore`` port on a SQLite file: reads by itself, and opens the store only to write."""

    def __init__(self, file: Path, open_store: Callable[[], OverlayStore]) -> None:
        """Read ``file``; nothing is opened yet. While there is no file, nothing was ever laid."""
        self._file = file
        self._open_store = open_store

    def lay(self, overlay: Overlay) -> None:
        """Record an overlay; one that is known by its id stays as it is."""
        self._open_store().lay(overlay)

    def lift(
        self, customer: str, kind: OverlayKind, *, laid_by: datetime, by: str, at: datetime
    ) -> Sequence[Overlay]:
        """Lift what is in force of this kind at ``at`` and was laid no later than ``laid_by``; gives what it lifted."""
        return self._open_store().lift(customer, kind, laid_by=laid_by, by=by, at=at)

    def in_force(self, at: datetime, *, customer: str | None = None) -> Sequence[Overlay]:
        """Give what counts at an instant, for one customer or for all, the oldest first."""
        if not self._file.is_file():
            return ()
        try:
            rows = self._rows((at - _EPOCH) // _MILLISECOND, customer)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
                raise Unavailable("the store", "busy, try again") from error
            # An older store has no such table, some files are no store: opening it says what to do.
            return self._open_store().in_force(at, customer=customer)
        return tuple(_overlay(dict(zip(_FIELDS, row, strict=True))) for row in rows)

    def over(self, *, since: datetime, until: datetime) -> Sequence[Overlay]:
        """Give what ended by itself behind ``since`` and no later than ``until``, the oldest first."""
        return self._open_store().over(since=since, until=until)

    def forget_person(self, words: Sequence[str]) -> int:
        """Drop every reason in which any of ``words`` names a person; gives how many did."""
        return self._open_store().forget_person(words)

    def _rows(self, at: int, customer: str | None) -> list[tuple[Any, ...]]:
        url = f"{self._file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(url, uri=True, timeout=_PATIENCE_S)) as connection:
            return connection.execute(_QUERY, {"at": at, "customer": customer}).fetchall()


def _overlay(values: dict[str, Any]) -> Overlay:
    for name in ("since", "until", "lifted_at"):
        if values[name] is not None:
            values[name] = _EPOCH + values[name] * _MILLISECOND
    return Overlay(**{**values, "kind": OverlayKind(values["kind"])})
