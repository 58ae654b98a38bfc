"""Which commit was the head we went by, from when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table of heads. Instants are epoch milliseconds in UTC."""
    op.create_table(
        "heads",
        sa.Column("sha", sa.Text, nullable=False),
        sa.Column("accepted_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("sha", name="pk_heads"),
    )
    op.create_index("ix_heads_accepted_at", "heads", ["accepted_at"])
