"""A revision of a contract never changes and never goes.

Signatures name a contract and a number; the wording behind them is evidence. Add a new revision instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.contracts import Contract

RULE = "contract-revision-immutable"
SEVERITY = Severity.ERROR
SET = "integrity"

HINT = "leave it as it was and add a revision behind the last one"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare every revision that was there before with what it is now."""
    if scope.before is None:
        return
    for loaded, contract in each(book, scope, Contract):
        was = look_up(scope.before, Contract, loaded.id)
        places = {revision.number: place for place, revision in enumerate(contract.revisions)}
        for old in was.revisions if was else ():
            place = places.get(old.number)
            if place is None:
                message = f"revision {old.number} of {loaded.id} is gone"
                yield book.problem(loaded.path, ("revisions",), RULE, message, HINT)
                continue
            new = contract.revisions[place]
            for field, kept in (("date", old.date == new.date), ("text", old.text == new.text)):
                if not kept:
                    message = f"the {field} of revision {old.number} of {loaded.id} changed"
                    at = ("revisions", place, field)
                    yield book.problem(loaded.path, at, RULE, message, HINT)
