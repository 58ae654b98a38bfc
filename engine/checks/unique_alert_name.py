"""No two alerts that somebody may be told by have the same name.

The name is the title of the message. Names are compared within a customer's file, and over all shared files.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, clashes, duplicates
from engine.documents import dotted
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.fact_keys import folded
from engine.facts import Index
from engine.lookup import each
from schemas.alerts import Alerts

RULE = "unique-alert-name"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every alert whose name an earlier one has."""
    for own, other in clashes(book, scope, Index.SHARED_ALERT_NAME):
        yield _problem(book, own.path, own.fact.at, f"{other.path} {dotted(other.fact.at[:-1])}")
    for loaded, alerts in each(book, scope, Alerts):
        if loaded.kind.name != "alerts":
            continue
        names = ((str(place), folded(alert.name)) for place, alert in enumerate(alerts.alerts))
        for place, first in duplicates(names):
            yield _problem(book, loaded.path, ("alerts", int(place), "name"), f"alerts.{first}")


def _problem(book: Book, path: str, at: Pointer, other: str) -> Problem:
    return book.problem(
        path,
        at,
        RULE,
        f"{other} has this name already",
        "give each alert a name of its own: it is the title of its message",
    )
