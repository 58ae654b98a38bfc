"""The tables as the code knows them; ``migrations/`` is how a store gets them, and a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from adapters.store.columns import Instant, Json

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every revision of the schema this code has known, oldest first; the last is the one it works on."""

RESTORED = "restored"
"""The mark of a store that was restored and not yet reconciled with the config repository: when, in epoch milliseconds."""

operations = Table(
    "operations",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("delivery", Text, nullable=False, unique=True),
    Column("received_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("args", Json, nullable=False),
    Column("drawn", Json, nullable=False),
    Column("origin", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("base_commit", Text, key="base"),
    Column("own_commit", Text, key="commit"),
    Column("digest", Text),
    Column("plan", Json),
    Column("blobs_before", Json, key="before"),
    Column("blobs_after", Json, key="after"),
    Column("reply", Json),
    Column("proposal", Json),
    Index("ix_operations_state", "state", "received_at"),
    Index("ix_operations_received_at", "received_at"),
    Index("ix_operations_actor", "actor", "received_at"),
)

outbox = Table(
    "outbox",
    METADATA,
    # The order of sending; SQLite counts only an INTEGER key by itself.
    Column(
        "seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("id", Text, nullable=False, unique=True),
    Column("operation_id", Text, ForeignKey("operations.id"), key="operation"),
    Column("kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", Instant),
    Column("error", Text, nullable=False),
    Column("claimed_at", Instant),
    Column("settled_at", Instant),
    Index("ix_outbox_state", "state", "recipient", "seq"),
)

heads = Table(
    "heads",
    METADATA,
    Column("sha", Text, primary_key=True),
    Column("accepted_at", Instant, nullable=False),
    Index("ix_heads_accepted_at", "accepted_at"),
)

adoptions = Table(
    "adoptions",
    METADATA,
    Column("operation_id", Text, primary_key=True, key="operation"),
    Column("old_head", Text, nullable=False, key="old"),
    Column("new_head", Text, nullable=False, key="new"),
    Column("adopted_by", Text, nullable=False, key="by"),
    Column("adopted_at", Instant, nullable=False, key="at"),
    Index("ix_adoptions_adopted_at", "at"),
)

overlays = Table(
    "overlays",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("customer", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("laid_by", Text, nullable=False, key="by"),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("lifted_at", Instant),
    Column("lifted_by", Text),
    Column("operation_id", Text, ForeignKey("operations.id"), key="operation"),
    # Few lie at a time, and all that were ever lifted are kept.
    Index("ix_overlays_lifted_at", "lifted_at", "customer"),
)

portal_passwords = Table(
    "portal_passwords",
    METADATA,
    Column("customer", Text, primary_key=True),
    Column("contact", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("must_change", Boolean, nullable=False),
)

job_runs = Table(
    "job_runs",
    METADATA,
    Column("job", Text, primary_key=True),
    Column("slot", Instant, primary_key=True),
    Column("begun_by", Text, nullable=False, key="by"),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("outcome", Text),
    Column("said", Text, nullable=False),
    Column("missed", Integer, nullable=False),
    Index("ix_job_runs_started_at", "started_at"),
)

events = Table(
    "events",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("taken_at", Instant, nullable=False),
    Index("ix_events_taken_at", "taken_at"),
)

marks = Table(
    "marks",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
