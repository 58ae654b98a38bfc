"""The four outcomes a caller can meet, and the one shape in which a fault in a document is told.

``Refused``, ``Invalid`` and ``Unavailable`` are for people; any other exception is a bug. Only ``bot.boundary``
turns them into answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops a change, a warning is shown and does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong at one place of one document.

    ``path`` is relative to the root of the config repository; ``line`` and ``column`` count from 1. ``document`` is
    the id a person uses (``ben-llc``), ``field`` the dotted path inside the file (``contacts.1.email``), empty for
    the whole file. ``called`` is that field as a plan writes it, items by their ids (``contacts[ben].email``), where the
    document could be read. ``rule`` is a stable public id. ``message`` says what is wrong, ``hint`` what would be right.
    """

    path: str
    line: int = 1
    column: int = 1
    document: str = ""
    field: str = ""
    rule: str
    severity: Severity = Severity.ERROR
    message: str
    hint: str = ""
    called: str = ""

    def __str__(self) -> str:
        """``path:line:col: document field: what is wrong; what to do [rule-id]``."""
        subject = " ".join(part for part in (self.document, self.called or self.field) if part)
        about = f"{subject}: " if subject else ""
        advice = f"; {self.hint}" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {about}{self.message}{advice} [{self.rule}]"

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Reading order: by file, then by place in it (numbers as numbers)."""
        return (self.path, self.line, self.column, self.field, self.rule)


class Refused(Exception):  # noqa: N818 -- an outcome for people, not an error of ours
    """The request cannot be done as asked, and the person asking can mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Tell ``message`` (what was found) and ``hint`` (what would be right)."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class Invalid(Exception):  # noqa: N818 -- an outcome for people, not an error of ours
    """Documents or arguments do not hold; every problem found is listed, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Carry ``problems`` in reading order."""
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(sorted(problems, key=lambda problem: problem.sort_key))


LATER = "Try again in a moment."


class Unavailable(Exception):  # noqa: N818 -- an outcome for people, not an error of ours
    """Something outside is down; the same request may succeed later."""

    def __init__(self, what: str, why: str = "", remedy: str = LATER) -> None:
        """Name ``what`` is down (``the config remote``), ``why``, if known, and what to do about it."""
        super().__init__(f"{what} is not available" + (f": {why}" if why else ""))
        self.what = what
        self.why = why
        self.remedy = remedy
