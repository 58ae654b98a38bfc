"""Time windows of a rate card: hours of a week and single days in which other rows count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from schemas.addresses import Zone
from schemas.base import Section
from schemas.dates import day
from schemas.faults import fault, quoted
from schemas.hours import Hours, weekly_hours
from schemas.quantities import whole
from schemas.scalars import Scalar, text_of
from schemas.shared import ItemId

_RANGE = re.compile(r"(?P<first>[0-9-]{10})(?:\.\.(?P<last>[0-9-]{10}))?\Z")


class AcrossWindows(StrEnum):
    """What becomes of a call that runs over the border of a window."""

    SPLIT = "split"
    FIRST = "first"


def _days(value: object) -> str:
    text = text_of(value, wanted="a day or a range of days").strip()
    found = _RANGE.match(text)
    if found is None or (found["last"] and day(found["last"]) < day(found["first"])):
        raise fault(
            "date",
            f"{quoted(text)} is no day or range of days",
            "write for example 2026-12-25 or 2026-12-24..2026-12-26",
        )
    day(found["first"])
    return text


Days = Annotated[
    str,
    Scalar(_days, {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.\.[0-9-]{10})?$"}),
]


def days_of(text: str) -> tuple[date, date]:
    """Give the first and the last day of a range as it is written."""
    first, _, last = text.partition("..")
    return day(first), day(last or first)


class Window(Section):
    """Hours or days in which the rows that name the window count."""

    id: ItemId = Field(
        description="Short name, which rows of rates.csv have in the column window; never changes.",
        examples=["night"],
    )
    hours: tuple[Hours, ...] = Field(
        default=(),
        description="Days and clock times; a slot may run over midnight. Absent: all day.",
        examples=[["mon-fri 20:00-07:00", "sat,sun 00:00-24:00"]],
    )
    dates: tuple[Days, ...] = Field(
        default=(),
        description="Days or ranges of days it is narrowed to. Absent: every day.",
        examples=[["2026-12-24..2026-12-26", "2027-01-01"]],
    )
    weight: Annotated[int, whole(0, 1_000, "a weight")] = Field(
        default=1,
        description="Of several open windows the heaviest counts; rows without a window are lightest of all.",
        examples=[10],
    )
    zone: Zone = Field(
        default="UTC",
        description="Time zone it is meant in, an IANA name.",
        examples=["Europe/London"],
    )

    def is_open(self, at: datetime) -> bool:
        """Whether the window is open at an aware instant."""
        here = at.astimezone(ZoneInfo(self.zone))
        minute = here.hour * 60 + here.minute
        if not self.hours:
            return self._is_day(here.date())
        return any(self._is_in(slot, here.date(), minute) for slot in self.hours)

    def _is_in(self, slot: str, today: date, minute: int) -> bool:
        hours = weekly_hours(slot)
        yesterday = today - timedelta(days=1)
        if hours.end_min > hours.start_min:
            inside = hours.start_min <= minute < hours.end_min
            return inside and today.weekday() in hours.days and self._is_day(today)
        late = minute >= hours.start_min and today.weekday() in hours.days and self._is_day(today)
        early = minute < hours.end_min and yesterday.weekday() in hours.days
        return late or (early and self._is_day(yesterday))

    def _is_day(self, today: date) -> bool:
        spans = [days_of(text) for text in self.dates]
        return not spans or any(first <= today <= last for first, last in spans)

    def borders(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """Give every instant between two at which the window may open or close, in UTC."""
        zone = ZoneInfo(self.zone)
        minutes = {0} | {
            minute
            for slot in self.hours
            for minute in (weekly_hours(slot).start_min, weekly_hours(slot).end_min)
        }
        today = start.astimezone(zone).date()
        while today <= end.astimezone(zone).date():
            # Clock times, so that a day of 23 or 25 hours has its borders where its clocks show them.
            shown = (datetime.combine(today, time()) + timedelta(minutes=one) for one in minutes)
            times = [clock.replace(tzinfo=zone, fold=fold) for clock in shown for fold in (0, 1)]
            for border in sorted({*(one.astimezone(UTC) for one in times), *_set(today, zone)}):
                if start < border < end:
                    yield border
            today += timedelta(days=1)


@lru_cache(maxsize=4_096)
def _set(day: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Give the instant of a day at which its clocks are set: an hour, and what is in it, comes twice or never."""
    low, high = (
        datetime.combine(one, time(), tzinfo=zone).astimezone(UTC)
        for one in (day, day + timedelta(days=1))
    )
    before, after = (one.astimezone(zone).utcoffset() for one in (low, high))
    if before == after:
        return ()
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return (high,)
