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
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing(index_elements=[table.c[key]])
    statement = statement.values(list(rows)).execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount
