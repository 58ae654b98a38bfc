"""An endpoint that sends calls is known by address, not by host name.

The source of a call is an address. A name could be looked up, but whoever runs its zone would decide who may call at
the customer's cost.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.fact_keys import network_of
from engine.lookup import each
from schemas.auth import Auth
from schemas.faults import quoted
from schemas.voice import Direction

RULE = "hostname-sends"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every host name of a record that sends."""
    for loaded, auth in each(book, scope, Auth):
        for place, record in enumerate(auth.ip):
            if record.direction is Direction.RECEIVES:
                continue
            for spot, host in enumerate(record.hosts):
                if network_of(host) is None:
                    yield book.problem(
                        loaded.path,
                        ("ip", place, "hosts", spot),
                        RULE,
                        f"{quoted(host)} is a host name, and {record.id} sends calls",
                        "write its addresses; or set direction: receives and add a record for what it sends",
                    )
