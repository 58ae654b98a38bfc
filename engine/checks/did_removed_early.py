"""A number that has to be kept for some days is released only after them.

Files do not say since when a customer has a number, so every release of a number with minimum days is told: its own
or those of its package. To stock or away, the customer stops to pay for it either way.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, owner_of
from engine.errors import Problem, Severity
from engine.inbound import holder_of
from engine.lookup import look_up
from schemas.dids import DID, DIDs
from schemas.kinds import kind_of
from schemas.packages import Package

RULE = "did-removed-early"
SEVERITY = Severity.WARNING
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every number that was there before, has minimum days, and is no customer's now."""
    before = scope.before
    if before is None:
        return
    for path in _changed(before, book, scope):
        customer = f"{path.rpartition('/')[0]}/customer.yaml"
        here = next((one for one in (path, customer) if book.documents.blob(one) is not None), None)
        dids = look_up(before, DIDs, owner_of(path))
        for did in dids.dids if dids and here else ():
            days = max(did.minimum_days, _package_days(before, did))
            holder = holder_of(book, did.number)
            gone = holder is None or not isinstance(holder[3], DID)
            if days and gone and here is not None:
                yield book.problem(
                    here,
                    (),
                    RULE,
                    f"the number {did.number} is released, and has to be kept and paid for {days} days at least",
                    "make sure that the days are over, or set enabled: false until they are",
                )


def _changed(before: Book, book: Book, scope: Scope) -> list[str]:
    """Give the files of numbers from before that are in scope and not the same now."""
    if scope.paths is None:
        paths = sorted(before.paths("dids").values())
    else:
        paths = sorted(
            path for path in scope.paths if (placed := kind_of(path)) and placed[0].name == "dids"
        )
    blobs = ((path, before.documents.blob(path)) for path in paths)
    return [path for path, blob in blobs if blob and blob != book.documents.blob(path)]


def _package_days(book: Book, did: DID) -> int:
    package = look_up(book, Package, did.package) if did.package else None
    return package.minimum_days if package else 0
