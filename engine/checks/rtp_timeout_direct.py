"""Silence can only be noticed where media runs through us.

With direct media no packet passes the switch, so a time limit on silence would end every call or none.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.dids import DeadCallCheck, DIDs
from schemas.voice import MediaProxy

RULE = "rtp-timeout-direct"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every route and DID that has direct media and a limit on silence."""
    for path, place, route in routes_in(book, scope):
        if route.media.proxy is MediaProxy.DIRECT and route.media.rtp_timeout:
            yield book.problem(
                path,
                ("routes", place, "media", "rtp_timeout"),
                RULE,
                f"the route {route.id} has direct media, so nobody here notices silence",
                "write rtp_timeout: false, or another media.proxy",
            )
    for loaded, dids in each(book, scope, DIDs):
        for place, did in enumerate(dids.dids):
            direct = did.media.proxy is MediaProxy.DIRECT
            if direct and DeadCallCheck.RTP_PROXY in did.media.timeout:
                yield book.problem(
                    loaded.path,
                    ("dids", place, "media", "timeout"),
                    RULE,
                    f"the number {did.number} has direct media, so nobody here notices silence",
                    "write timeout: [sip_ping], or another media.proxy",
                )
