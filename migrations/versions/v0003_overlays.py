"""What lies over the config of a customer for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table of overlays. Instants are epoch milliseconds in UTC."""
    op.create_table(
        "overlays",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("customer", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("laid_by", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("lifted_at", sa.BigInteger),
        sa.Column("lifted_by", sa.Text),
        sa.Column("operation_id", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_overlays"),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name="fk_overlays_operation_id"
        ),
    )
    op.create_index("ix_overlays_lifted_at", "overlays", ["lifted_at", "customer"])
