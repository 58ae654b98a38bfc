"""Which rewritten history was taken as the config, by whom and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table of adoptions, one for each operation. Instants are epoch milliseconds in UTC."""
    op.create_table(
        "adoptions",
        sa.Column("operation_id", sa.Text, nullable=False),
        sa.Column("old_head", sa.Text, nullable=False),
        sa.Column("new_head", sa.Text, nullable=False),
        sa.Column("adopted_by", sa.Text, nullable=False),
        sa.Column("adopted_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("operation_id", name="pk_adoptions"),
    )
    op.create_index("ix_adoptions_adopted_at", "adoptions", ["adopted_at"])
