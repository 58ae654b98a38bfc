"""The port fits the transport: 5061 is the port of TLS, 5060 that of UDP and TCP.

The other way round nobody answers, as a rule; a port of its own is fine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.auth import Auth, IPRecord
from schemas.provider import Gateway, Provider
from schemas.voice import Transport

RULE = "transport-port"
SEVERITY = Severity.WARNING
SET = "telephony"

TLS = (Transport.TLS, Transport.TLS_SRTP)
_SAID = {
    Transport.UDP: "UDP",
    Transport.TCP: "TCP",
    Transport.TLS: "TLS",
    Transport.TLS_SRTP: "TLS with SRTP",
}


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every well-known port of the other transport, of endpoints and gateways."""
    for loaded, auth in each(book, scope, Auth):
        yield from _odd(book, loaded.path, "ip", auth.ip)
    for loaded, provider in each(book, scope, Provider):
        yield from _odd(book, loaded.path, "gateways", provider.gateways)


def _odd(
    book: Book, path: str, name: str, endpoints: Sequence[IPRecord | Gateway]
) -> Iterator[Problem]:
    for place, endpoint in enumerate(endpoints):
        usual, other = (5061, 5060) if endpoint.transport in TLS else (5060, 5061)
        if endpoint.port == other:
            yield book.problem(
                path,
                (name, place, "port"),
                RULE,
                f"{_SAID[endpoint.transport]} on port {other}: the other side expects "
                f"{'UDP or TCP' if endpoint.transport in TLS else 'TLS'} there",
                f"write {usual}, or leave the port out",
            )
