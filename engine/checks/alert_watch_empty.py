"""A shared file of alerts watches somebody."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from engine.watching import subjects_of
from schemas.alerts import SharedAlerts

RULE = "alert-watch-empty"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every shared file that watches nobody."""
    for loaded, document in each(book, scope, SharedAlerts):
        if not subjects_of(document):
            yield book.problem(
                loaded.path,
                ("watch",),
                RULE,
                "nobody is watched, so no alert of this file ever fires",
                "write tags, providers, all_customers, all_providers or carrier",
            )
