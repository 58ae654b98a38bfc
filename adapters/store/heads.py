"""The heads that were taken as the config, in SQL."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Subquery, func, select, union_all

from adapters.store.database import Database
from adapters.store.inserting import insert_new
from adapters.store.tables import adoptions, heads
from engine.ports.heads import Adoption
from engine.ports.repository import CommitId

_NEXT = timedelta(milliseconds=1)


class SqlHeads:
    """The ``Heads`` port on SQLAlchemy; instants are kept to the millisecond."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database

    def accept(self, commit: CommitId, *, at: datetime) -> bool:
        """Record that a commit became the head we go by; False if it was recorded before."""
        with self._database.writing() as connection:
            row = {"sha": commit, "accepted_at": at}
            return insert_new(connection, heads, [row], key="sha") == 1

    def in_force(self, instant: datetime) -> CommitId | None:
        """Give the head accepted or adopted last at or before an instant."""
        taken = _taken_heads()
        latest = (
            select(taken.c.sha)
            .where(taken.c.at <= instant)
            .order_by(taken.c.at.desc(), taken.c.sha)
            .limit(1)
        )
        with self._database.reading() as connection:
            found = connection.execute(latest).scalar_one_or_none()
            return None if found is None else CommitId(found)

    def adopt(self, adoption: Adoption) -> None:
        """Record an adoption behind every head taken before it; one that is known by its operation stays as it is."""
        with self._database.writing() as connection:
            latest = connection.scalar(select(func.max(_taken_heads().c.at)))
            # A clock that was set back must not leave the lost head the newest.
            at = adoption.at if latest is None else max(adoption.at, latest + _NEXT)
            row = {
                "operation": adoption.operation,
                "old": adoption.old,
                "new": adoption.new,
                "by": adoption.by,
                "at": at,
            }
            insert_new(connection, adoptions, [row], key="operation")


def _taken_heads() -> Subquery:
    """Every head that was taken as the config, and when: accepted as it grew, or adopted."""
    accepted = select(heads.c.sha, heads.c.accepted_at.label("at"))
    return union_all(accepted, select(adoptions.c.new, adoptions.c.at)).subquery()
