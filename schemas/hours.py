"""Weekly hours as people write them: ``mon-fri 08:00-18:00``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from schemas.faults import fault, quoted
from schemas.scalars import Scalar, text_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MINUTES = 24 * 60
_FORM = re.compile(r"(?P<days>[a-z,-]+) +(?P<start>[0-9]{2}:[0-9]{2})-(?P<end>[0-9]{2}:[0-9]{2})\Z")
_HINT = "write days and two clock times, for example mon-fri 08:00-18:00 or daily 00:00-24:00"


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One slot of a week. Days count from Monday 0; minutes from midnight, the end excluded.

    An ``end_min`` at or before ``start_min`` runs into the next day.
    """

    days: frozenset[int]
    start_min: int
    end_min: int


def weekly_hours(text: str) -> WeeklyHours:
    """Read one slot; days are a name, a range, a comma list or ``daily``.

    Raises:
        PydanticCustomError: the text is no slot (rule ``hours``).
    """
    form = _FORM.match(text.strip().lower())
    if not form:
        raise fault("hours", f"{quoted(text)} is not a slot of hours", _HINT)
    start, end = _minutes(form["start"]), _minutes(form["end"])
    if start is None or end is None or start == _DAY_MINUTES:
        raise fault("hours", f"{quoted(text)} holds a clock time that does not exist", _HINT)
    if start == end:
        raise fault(
            "hours", f"{quoted(text)} starts when it ends", "write 00:00-24:00 for the whole day"
        )
    return WeeklyHours(frozenset(_days(form["days"], text)), start, end)


def _minutes(clock: str) -> int | None:
    hours, minutes = int(clock[:2]), int(clock[3:])
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= _DAY_MINUTES else None


def _days(words: str, text: str) -> set[int]:
    days: set[int] = set()
    for word in words.split(","):
        first, dash, last = word.partition("-")
        if word == "daily":
            days.update(range(7))
        elif first not in DAYS or (dash and last not in DAYS):
            raise fault(
                "hours", f"{quoted(text)} names a day that is not one of {', '.join(DAYS)}", _HINT
            )
        else:
            start = DAYS.index(first)
            length = (DAYS.index(last) - start) % 7 if dash else 0
            days.update((start + step) % 7 for step in range(length + 1))
    return days


def _slot(value: object) -> str:
    text = " ".join(text_of(value, wanted="hours such as mon-fri 08:00-18:00").split()).lower()
    weekly_hours(text)
    return text


Hours = Annotated[
    str,
    Scalar(
        _slot,
        {"type": "string", "pattern": r"^\s*[A-Za-z,-]+\s+[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}\s*$"},
    ),
]
