"""Inserting what may be there already, in the words of each database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, key: str
) -> int:
    """Insert rows unless their ``key`` is there; give how many were new."""
    statement = _insert(connection, table).on_conflict_do_nothing(index_elements=[table.c[key]])
    statement = statement.values(list(rows)).execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount


def put(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a row in the place of the one that has its primary key; several processes may do so at once."""
    statement = _insert(connection, table).values(dict(row))
    keys = list(table.primary_key.columns)
    rest = {name: statement.excluded[name] for name in row if table.c[name] not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))


def _insert(connection: Connection, table: Table) -> Any:
    """Begin an INSERT that may say what to do on a conflict, which both databases word alike and SQLAlchemy twice."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
