"""An extension that a DID rings is a SIP user of the same customer.

A user of somebody else is reached through customer:<id>, so that the other one's limits hold and its file tells who
is called.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, owner_of
from engine.errors import Problem, Severity
from engine.facts import Index
from engine.inbound import dids_in
from schemas.dids import DestinationKind, destination
from schemas.faults import quoted

RULE = "did-extension-unknown"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every extension that is no user of the customer."""
    for path, place, did in dids_in(book, scope):
        for spot, text in enumerate(did.destinations):
            target = destination(text)
            if target.kind is not DestinationKind.EXTENSION:
                continue
            holders = [*book.documents.facts.find(Index.SIP_USER, target.value)]
            owners = [owner_of(one.path) for one in holders]
            if owner_of(path) not in owners:
                others = f"; it is one of {owners[0]}" if owners else ""
                yield book.problem(
                    path,
                    ("dids", place, "destinations", spot),
                    RULE,
                    f"{owner_of(path)} has no SIP user {quoted(target.value)}{others}",
                    f"write customer:{owners[0]}"
                    if owners
                    else "add the user to auth.yaml, or name one that exists",
                )
