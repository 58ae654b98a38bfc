"""Where the commit of an operation waits for somebody to merge it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column for the proposal of an operation. JSON is text."""
    op.add_column("operations", sa.Column("proposal", sa.Text))
