"""What is said about a run of the command line itself, before or behind the command."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Globals:
    """What was said about the run itself, before or behind the command."""

    repo: str = ""
    store: str = ""
    at: str = ""
    as_operator: str = ""
    json: bool = False
    yes: bool = False
