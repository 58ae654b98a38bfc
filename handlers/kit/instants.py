"""Instants as people type them and read them: meant in their own zone, told in it and in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.book import Book
from engine.checks import settings_of
from engine.errors import Refused
from handlers.kit.command import Actor
from handlers.kit.wording import when
from schemas.faults import fault, quoted

FORMS = "write 2h, 18:00, fri 18:00, 2026-11-20 18:00 or 2026-11-20T18:00+01:00"
LONGEST = timedelta(days=366)

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(?P<count>\d{1,4}) ?(?P<unit>m|min|h|d)")
_CLOCK = re.compile(
    r"(?:(?P<day>today|tomorrow|mon|tue|wed|thu|fri|sat|sun)[a-z]* )?(?P<hour>\d{1,2}):(?P<minute>\d\d)"
)
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}


def zone_of(actor: Actor, book: Book) -> ZoneInfo:
    """Give the zone a person means times in: their own, else that of the carrier, else UTC."""
    own = next((person.zone for person in book.operators if person.id == actor.id), None)
    settings = settings_of(book)
    return ZoneInfo(own or (settings.zone if settings else None) or "UTC")


def told_in(instant: datetime, zone: ZoneInfo) -> str:
    """Write an instant in a zone and in UTC, to the minute."""
    local = instant.astimezone(zone)
    if local.utcoffset() == timedelta(0):
        return when(instant.astimezone(UTC))
    return f"{local:%a %Y-%m-%d %H:%M} {zone.key} ({when(instant.astimezone(UTC))})"


def until_word(value: object) -> object:
    """Check how an end is written, before it is known when and where it is meant."""
    if isinstance(value, str) and value.strip():
        _read(value, datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))
    return value


def read_until(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Read the end of something that begins now: a span, a clock time, a day with a clock time, or an instant.

    A clock time without a day is the next one; a time that the clocks leave out counts as the one after the change.

    Raises:
        Refused: it is over already, or more than a year away.
    """
    end = _read(text, now, zone)
    if end <= now:
        raise Refused(
            f"{quoted(text)} is over: {told_in(end, zone)}", "name an end that lies ahead"
        )
    if end - now > LONGEST:
        raise Refused(
            f"{quoted(text)} is more than a year away: {told_in(end, zone)}",
            "leave the end out, and lift it by hand",
        )
    return end


def _read(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    word = " ".join(text.lower().split())
    if span := _SPAN.fullmatch(word):
        return now + timedelta(**{_UNITS[span["unit"]]: int(span["count"])})
    if clock := _CLOCK.fullmatch(word):
        return _next(clock, text, now, zone)
    try:
        read = datetime.fromisoformat(text.strip())
        end = (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unreadable(text) from None
    if ":" not in text:
        raise fault("wrong-shape", f"{quoted(text)} does not say at what time", FORMS)
    return end


def _next(clock: re.Match[str], text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Give the next instant the clock shows this time, on that day of the week if one is named."""
    try:
        at = time(int(clock["hour"]), int(clock["minute"]))
    except ValueError:
        raise _unreadable(text) from None
    today, day = now.astimezone(zone).date(), clock["day"]
    if day in ("today", "tomorrow"):
        return _on(today + timedelta(days=day == "tomorrow"), at, zone)
    days = (today + timedelta(days=ahead) for ahead in range(8))
    fitting = (_on(one, at, zone) for one in days if not day or _DAYS[one.weekday()] == day)
    return next(instant for instant in fitting if instant > now)


def _on(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _unreadable(text: str) -> Exception:
    return fault("wrong-shape", f"{quoted(text)} is no time", FORMS)
