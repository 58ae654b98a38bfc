"""Taking a customer out of service stops its calls and not its charges.

With a status other than active no call passes, in or out. Packages and the monthly price of numbers go on being
charged until they end; numbers of other customers that lead here lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, owner_of
from engine.consequences import named_items, route_sources, turns
from engine.errors import Problem, Severity
from engine.facts import Index
from engine.tabs import held
from schemas.auth import Auth
from schemas.customer import Customer, CustomerStatus
from schemas.dids import DIDs
from schemas.packages import PackageAssignments

RULE = "suspension-stops"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Say of every customer that was active and is not any more what stops, and what is charged all the same."""
    for turn in turns(book, scope):
        if (
            turn.before.status is CustomerStatus.ACTIVE
            and turn.now.status is not CustomerStatus.ACTIVE
        ):
            stops = list(_stopping(book, turn.name, turn.now))
            charged = list(_charged(book, turn.name))
            yield book.problem(
                book.path_of("customer", turn.name),
                ("status",),
                RULE,
                f"no call of {turn.name} passes any more"
                + (f"; this stops {', '.join(stops)}" if stops else "")
                + (f"; still charged: {', '.join(charged)}" if charged else ""),
                "end what should not be charged any more; calls pass again with status: active",
            )


def _stopping(book: Book, name: str, customer: Customer) -> Iterator[str]:
    """Give what calls used: routes, auth records and numbers, and the numbers of others that lead here."""
    routes = [source.item.id for source in route_sources(book, name, customer)]
    auth, dids = held(book, "auth", name, Auth), held(book, "dids", name, DIDs)
    addresses = [one.id for one in auth.ip if one.enabled] if auth else []
    users = [one.username for one in auth.users if one.enabled] if auth else []
    numbers = [one.number for one in dids.dids if one.enabled] if dids else []
    facts = book.documents.facts.find(Index.DID_TARGET, f"customer:{name}")
    others = sorted({owner_of(one.path) for one in facts} - {name})
    yield from named_items("route", routes)
    yield from named_items("IP record", addresses)
    yield from named_items("SIP user", users)
    yield from named_items("DID", numbers)
    if others:
        yield f"calls to numbers of {' and '.join(others)} that lead here"


def _charged(book: Book, name: str) -> Iterator[str]:
    """Give what goes on being charged: packages without an end, and numbers with a monthly price or a package."""
    packages = held(book, "packages", name, PackageAssignments)
    dids = held(book, "dids", name, DIDs)
    yield from named_items(
        "package",
        [
            f"{one.package} x {one.quantity}" if one.quantity > 1 else one.package
            for one in (packages.packages if packages else ())
            if one.end is None
        ],
    )
    paid = [one for one in (dids.dids if dids else ()) if one.retail or one.package]
    yield from named_items("DID", [f"{one.number} ({one.package or one.retail})" for one in paid])
