"""What the doctor found: one thing that was tried, how it is, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import Invalid, Refused, Unavailable

PATIENCE_S = 5
"""Seconds the doctor waits for an answer where the bot would wait longer."""


class Health(StrEnum):
    """How a thing that was tried is."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: how it is, what was seen, and one sentence or command that mends it."""

    subject: str
    health: Health
    seen: str
    fix: str = ""


def tried(subject: str, look: Callable[[], Finding]) -> Finding:
    """Look at something; that it fails is a finding too, and keeps nothing else from being tried."""
    try:
        return look()
    except Refused as refused:
        return Finding(subject, Health.BAD, refused.message, refused.hint)
    except Invalid as invalid:
        return Finding(subject, Health.BAD, str(invalid.problems[0]), "run trunkline validate")
    except Unavailable as unavailable:
        return Finding(subject, Health.BAD, str(unavailable), unavailable.remedy)


def left_out(subjects: Iterable[str], why: str) -> Iterator[Finding]:
    """Say of each that it could not be tried."""
    for subject in subjects:
        yield Finding(subject, Health.LEFT_OUT, f"not tried: {why}")


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing is bad."""
    return all(one.health is not Health.BAD for one in findings)
