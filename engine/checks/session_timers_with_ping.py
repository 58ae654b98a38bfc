"""A route uses session timers or pings, not both.

Both find out whether a call still lives, and the switch cannot run them at once. Pings are on unless sip_ping says
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity
from schemas.routing import SessionTimers, SIPPing

RULE = "session-timers-with-ping"
SEVERITY = Severity.ERROR
SET = "telephony"

OFF = (SessionTimers.DEFAULT, SessionTimers.DISABLED)


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every route whose session timers are on beside pings."""
    for path, place, route in routes_in(book, scope):
        media = route.media
        if media.session_timers not in OFF and media.sip_ping is not SIPPing.DISABLED:
            yield book.problem(
                path,
                ("routes", place, "media", "session_timers"),
                RULE,
                f"session_timers: {media.session_timers} cannot go with sip_ping: {media.sip_ping}",
                "write sip_ping: disabled, or leave session_timers out",
            )
