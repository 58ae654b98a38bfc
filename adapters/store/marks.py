"""Marks in SQL: what the store is, and how matters stood when people were told of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select, update

from adapters.store.database import Database
from adapters.store.effects import record
from adapters.store.inserting import insert_new, put
from adapters.store.tables import marks
from engine.ports.effects import Effect

DEMO_REMOTE = "demo_remote"
"""Under which mark a demo's store names the one remote it is the demo of."""

_TOLD = "told:"
"""What the key of a mark begins with that says how a matter stood when people were told of it last."""


class SqlMarks:
    """The ``Marks`` port on SQLAlchemy."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database

    def is_demo(self, *, of: str = "") -> bool:
        """Whether this store was marked as a demo when it was created; with ``of``, as the demo of that remote."""
        return self.get("demo") == "1" and (not of or self.get(DEMO_REMOTE) == of)

    def get(self, key: str) -> str | None:
        """Give what was last marked under ``key``."""
        with self._database.reading() as connection:
            return connection.scalar(select(marks.c.value).where(marks.c.key == key))

    def put(self, key: str, value: str) -> None:
        """Remember ``value`` under ``key``."""
        with self._database.writing() as connection:
            put(connection, marks, {"key": key, "value": value})


class SqlMatters:
    """The ``Matters`` port on SQLAlchemy: a mark for each matter."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database
        self._marks = SqlMarks(database)

    def last_told(self, about: str) -> str:
        """Give how a matter stood when people were told of it last; empty if they never were, or that it is over."""
        return self._marks.get(_TOLD + about) or ""

    def tell(self, about: str, *, was: str, now: str, effects: Sequence[Effect]) -> bool:
        """Record how a matter stands now with what tells it; False unless ``was`` is how it stood when it was told last."""
        row = {"key": _TOLD + about, "value": now}
        with self._database.writing() as connection:
            insert_new(connection, marks, [{**row, "value": ""}], key="key")
            is_as_told = and_(marks.c.key == row["key"], marks.c.value == was)
            if connection.execute(update(marks).where(is_as_told).values(value=now)).rowcount != 1:
                return False
            record(connection, effects)
            return True
