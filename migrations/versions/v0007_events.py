"""Which events of Slack were taken already, so that one that is delivered again does nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table of events by their ids. Instants are epoch milliseconds in UTC."""
    op.create_table(
        "events",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_taken_at", "events", ["taken_at"])
