"""What is said about a run of the command line itself, before or behind the command."""

from __future__ import annotations

from dataclasses import dataclass

ASK = "\0ask"
"""What stands for a secret that is to be asked for; nobody can type it."""


@dataclass(slots=True)
class Globals:
    """What was said about the run itself, before or behind the command."""

    repo: str = ""
    store: str = ""
    at: str = ""
    as_operator: str = ""
    json: bool = False
    yes: bool = False
