"""An address that another customer has too is no accident.

Calls from it are told apart by tech prefix or by caller numbers alone. Where nothing tells them apart, the rule
shared-address stops the change; where something does, the change that brings the address says whose it is besides.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.callers import callers, host_of, overlapping, told_apart, told_apart_by
from engine.checks import Scope, owner_of
from engine.consequences import names_of
from engine.document_facts import facts_of
from engine.errors import Problem, Severity
from engine.facts import Held

RULE = "address-of-another"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every address a change brings from which another customer calls as well."""
    before = scope.before
    for own in callers(book, scope) if before is not None else ():
        others = [
            one
            for one in overlapping(book, own)
            if owner_of(one.path) != owner_of(own.path) and told_apart(own, one)
        ]
        if others and before is not None and not _was_there(before, own):
            names = sorted({owner_of(one.path) for one in others})
            ways = sorted({told_apart_by(own, one) for one in others})
            yield book.problem(
                own.path,
                own.fact.at,
                RULE,
                f"{host_of(own)} is an address of {names_of(names)} too: only {' and '.join(ways)} tell their "
                "calls apart",
                "make sure that it is meant; a call with the wrong one is charged to the other",
            )


def _was_there(before: Book, own: Held) -> bool:
    """Whether the same customer had this address, with the same conditions, before the change."""
    if before.documents.blob(own.path) is None:
        return False
    old = facts_of(before.documents.load(own.path))
    return any((fact.index, fact.value) == (own.fact.index, own.fact.value) for fact in old)
