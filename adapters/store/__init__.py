"""The SQL store: operations, the outbox and marks, on SQLite or PostgreSQL. Import it only when a store is needed."""
