"""The heads of the config that were taken as the ones to go by, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.ports.ids import OperationId
from engine.ports.repository import CommitId


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """History that was rewritten and taken as the config by a person: ``new`` counts from ``at`` on, ``old`` no more."""

    operation: OperationId
    old: CommitId
    new: CommitId
    by: str
    at: datetime


class Heads(Protocol):
    """The heads that were accepted as the branch grew, or adopted by a person."""

    def accept(self, commit: CommitId, *, at: datetime) -> bool:
        """Record that a commit became the head we go by; False if it was recorded before, then with its first instant."""
        ...

    def in_force(self, instant: datetime) -> CommitId | None:
        """Give the head accepted or adopted last at or before an instant; None if nothing is recorded that far back."""
        ...

    def adopt(self, adoption: Adoption) -> None:
        """Record an adoption: its head is in force behind every head taken before, whatever the clock says.

        One that is known by its operation stays as it is.
        """
        ...
