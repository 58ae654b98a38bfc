"""Matters that people are told of when they begin and when they are over, and how they stood when they were told last."""

from __future__ import annotations

import json
from collections.abc import Mapping

from engine.ports.store import Matters

FAULTS, REWRITE = "faults", "rewrite"
"""Files of the head that do not hold; history that was rewritten (its digest)."""

JOB = "job:"
"""What the name of a matter begins with that is a job which does not work."""


def told_faults(matters: Matters) -> Mapping[str, str]:
    """Give the files that did not hold when people were told last: path -> a hash of what was wrong."""
    found: dict[str, str] = json.loads(matters.last_told(FAULTS) or "{}")
    return found
