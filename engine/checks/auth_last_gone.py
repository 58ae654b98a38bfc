"""An active customer keeps an auth record, or its calls are not recognised any more.

A call from an address and by a user that no enabled record has is nobody's, and refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.consequences import turns, were_last
from engine.errors import Problem, Severity
from engine.tabs import endpoints_of, held
from schemas.auth import Auth
from schemas.customer import CustomerStatus

RULE = "auth-last-gone"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every active customer that had records before and has none now."""
    for turn in turns(book, scope, "auth"):
        had = _enabled(scope.before or book, turn.name)
        if had and not _enabled(book, turn.name) and turn.now.status is CustomerStatus.ACTIVE:
            path = book.documents.path_of("auth", turn.name) or book.path_of("customer", turn.name)
            yield book.problem(
                path,
                (),
                RULE,
                f"{were_last(had, 'auth record')} of {turn.name}: no call out is recognised from now on",
                "enable or add another record first; to stop all calls, suspend the customer",
            )


def _enabled(book: Book, name: str) -> list[str]:
    auth = held(book, "auth", name, Auth)
    return [record.id for _, record in endpoints_of(auth) if record.enabled] if auth else []
