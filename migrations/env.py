"""What Alembic runs: the steps up to the revision asked for, on the connection it was given."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
# The caller has begun a transaction and commits it; SQLite needs tables rebuilt to alter them.
context.configure(connection=connection, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
