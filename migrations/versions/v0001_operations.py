"""Operations, the outbox of their effects, and marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables. Instants are epoch milliseconds in UTC, JSON is text."""
    op.create_table(
        "operations",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("delivery", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("args", sa.Text, nullable=False),
        sa.Column("drawn", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("base_commit", sa.Text),
        sa.Column("own_commit", sa.Text),
        sa.Column("digest", sa.Text),
        sa.Column("plan", sa.Text),
        sa.Column("blobs_before", sa.Text),
        sa.Column("blobs_after", sa.Text),
        sa.Column("reply", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_operations"),
        sa.UniqueConstraint("delivery", name="uq_operations_delivery"),
    )
    op.create_index("ix_operations_state", "operations", ["state", "received_at"])
    op.create_index("ix_operations_received_at", "operations", ["received_at"])
    op.create_index("ix_operations_actor", "operations", ["actor", "received_at"])
    op.create_table(
        "outbox",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("operation_id", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", sa.BigInteger),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("claimed_at", sa.BigInteger),
        sa.Column("settled_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
        sa.ForeignKeyConstraint(["operation_id"], ["operations.id"], name="fk_outbox_operation_id"),
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "recipient", "seq"])
    op.create_table(
        "marks",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_marks"),
    )
