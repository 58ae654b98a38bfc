"""The SIP realm of a carrier with SIP users does not change in passing.

A digest password is bound to the realm, so every one of them would be refused from that moment on. To change it on
purpose, name this rule in ``checks.warn_only`` in the same change, and set every password anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.facts import Index
from engine.lookup import each, look_up
from schemas.settings import Settings

RULE = "realm-change"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare the settings with what they were."""
    if scope.before is None:
        return
    for loaded, now in each(book, scope, Settings):
        was = look_up(scope.before, Settings, loaded.id)
        if was is not None and was.realm != now.realm:
            users = sum(1 for _ in book.documents.facts.all(Index.SIP_USER))
            if users:
                yield book.problem(
                    loaded.path,
                    ("realm",),
                    RULE,
                    f"with the realm {now.realm} in the place of {was.realm} the passwords of "
                    f"{users} SIP users no longer hold",
                    f"if it is meant, write {RULE} in checks.warn_only and set them anew",
                )
