"""How contacts log in to the portal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table of portal passwords, which holds hashes only. Instants are epoch milliseconds in UTC."""
    op.create_table(
        "portal_passwords",
        sa.Column("customer", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("set_at", sa.BigInteger, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("customer", "contact", name="pk_portal_passwords"),
    )
