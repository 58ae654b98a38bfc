"""The events that were taken from outside, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from adapters.store.database import Database
from adapters.store.inserting import insert_new
from adapters.store.tables import events


class SqlEvents:
    """The ``Events`` port on SQLAlchemy; instants are kept to the millisecond."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database

    def take(self, event: str, *, at: datetime) -> bool:
        """Remember an event by its id; False if it was taken before."""
        with self._database.writing() as connection:
            return insert_new(connection, events, [{"id": event, "taken_at": at}], key="id") == 1

    def forget(self, *, before: datetime, limit: int) -> int:
        """Forget events that were taken before an instant, ``limit`` at most; gives how many."""
        old = select(events.c.id).where(events.c.taken_at < before).limit(limit)
        with self._database.writing() as connection:
            found = connection.scalars(old).all()
            connection.execute(delete(events).where(events.c.id.in_(found)))
        return len(found)
