"""Field types for days and instants. Instants are UTC, always; zones belong to people and renderings."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated

from schemas.faults import fault, quoted
from schemas.scalars import Scalar, text_of

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|\+00:00)\Z"
)


def day(value: object) -> date:
    """Read a day, YYYY-MM-DD."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = text_of(value, wanted="a day").strip()
    if _DAY.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise fault(
                "date",
                f"{quoted(text)} is not in the calendar",
                "write an existing day as YYYY-MM-DD",
            ) from None
    raise fault(
        "date", f"{quoted(text)} is not a day", "write it as YYYY-MM-DD, for example 2026-06-01"
    )


def instant(value: object) -> datetime:
    """Read an instant in UTC, or a day, which means its first moment in UTC."""
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return value.astimezone(UTC)
    text = text_of(value, wanted="an instant").strip()
    if _DAY.match(text):
        found = day(text)
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    if _INSTANT.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise fault(
                "date", f"{quoted(text)} is not in the calendar", "write an existing instant"
            ) from None
    raise fault(
        "date", f"{quoted(text)} is not an instant in UTC", "write for example 2026-06-01T00:00:00Z"
    )


Day = Annotated[date, Scalar(day, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})]
Instant = Annotated[
    datetime,
    Scalar(instant, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?$"}),
]
