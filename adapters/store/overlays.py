"""Overlays in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select, update

from adapters.store.database import Database
from adapters.store.inserting import insert_new
from adapters.store.tables import overlays
from engine.persons import FORGOTTEN, names_any
from engine.ports.overlays import Overlay, OverlayKind

_FIELDS = tuple(field.name for field in fields(Overlay))
_BY_AGE = (overlays.c.since, overlays.c.id)


class SqlOverlayStore:
    """The ``OverlayStore`` port on SQLAlchemy; instants are kept to the millisecond."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database

    def lay(self, overlay: Overlay) -> None:
        """Record an overlay; one that is known by its id stays as it is."""
        row = {name: getattr(overlay, name) for name in _FIELDS}
        with self._database.writing() as connection:
            insert_new(connection, overlays, [row], key="id")

    def lift(
        self, customer: str, kind: OverlayKind, *, laid_by: datetime, by: str, at: datetime
    ) -> Sequence[Overlay]:
        """Lift what is in force of this kind at ``at`` and was laid no later than ``laid_by``; gives what it lifted.

        The same person lifting at the same instant again is given the same: the answer may have been lost in a crash.
        """
        was_this = and_(overlays.c.lifted_at == at, overlays.c.lifted_by == by)
        meant = and_(
            or_(_counts(at), was_this),
            overlays.c.customer == customer,
            overlays.c.kind == kind,
            overlays.c.since <= laid_by,
        )
        with self._database.writing() as connection:
            # Of two who lift at once on a server, the second waits here and then finds nothing left to lift.
            ids = connection.scalars(select(overlays.c.id).where(meant).with_for_update()).all()
            lifted = overlays.c.id.in_(ids)
            connection.execute(update(overlays).where(lifted).values(lifted_at=at, lifted_by=by))
            rows = connection.execute(select(overlays).where(lifted).order_by(*_BY_AGE)).mappings()
            return tuple(map(_overlay, rows))

    def in_force(self, at: datetime, *, customer: str | None = None) -> Sequence[Overlay]:
        """Give what counts at an instant, for one customer or for all, the oldest first."""
        query = select(overlays).where(_counts(at)).order_by(*_BY_AGE)
        if customer is not None:
            query = query.where(overlays.c.customer == customer)
        with self._database.reading() as connection:
            return tuple(map(_overlay, connection.execute(query).mappings()))

    def over(self, *, since: datetime, until: datetime) -> Sequence[Overlay]:
        """Give what ended by itself behind ``since`` and no later than ``until``, the oldest first."""
        ended, lifted = overlays.c.until, overlays.c.lifted_at
        by_itself = and_(ended > since, ended <= until, or_(lifted.is_(None), lifted >= ended))
        with self._database.reading() as connection:
            rows = connection.execute(select(overlays).where(by_itself).order_by(*_BY_AGE))
            return tuple(map(_overlay, rows.mappings()))

    def forget_person(self, words: Sequence[str]) -> int:
        """Drop every reason in which any of ``words`` names a person; gives how many did."""
        with self._database.writing() as connection:
            rows = connection.execute(select(overlays.c.id, overlays.c.reason))
            named = [name for name, reason in rows if names_any(words, reason)]
            here = overlays.c.id.in_(named)
            connection.execute(update(overlays).where(here).values(reason=FORGOTTEN))
        self._database.leave_nothing_behind()
        return len(named)


def _counts(at: datetime) -> ColumnElement[bool]:
    """Ask for what counts at an instant, as ``Overlay.is_in_force`` has it."""
    ends = (overlays.c.lifted_at, overlays.c.until)
    return and_(overlays.c.since <= at, *(or_(end.is_(None), end > at) for end in ends))


def _overlay(row: RowMapping) -> Overlay:
    values = {name: row[overlays.c[name]] for name in _FIELDS}
    return Overlay(**{**values, "kind": OverlayKind(values["kind"])})
