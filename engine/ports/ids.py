"""What operations are called, and where their names come from."""

from __future__ import annotations

from typing import NewType, Protocol

OperationId = NewType("OperationId", str)


class Ids(Protocol):
    """Where our own ids come from."""

    def operation(self) -> OperationId:
        """Give a new operation id, ``op-`` and 26 lower-case characters, sortable by the time it was given."""
        ...
