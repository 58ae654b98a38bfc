"""How effects are claimed on a server."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql

from adapters.store.effects import due_effects_query
from tests.contract.records import NOON


def test_on_postgresql_claims_skip_what_another_process_is_claiming() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    query = str(due_effects_query(now=NOON, limit=5).compile(dialect=dialect))

    assert query.endswith("FOR UPDATE SKIP LOCKED")
