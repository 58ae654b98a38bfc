"""A dialled number has one alias in a list.

The first one that fits is used; a second one for the same number is never reached.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, duplicates
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.auth import Auth
from schemas.faults import quoted
from schemas.settings import Settings
from schemas.shared import Alias

RULE = "duplicate-alias"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every alias for a number that an earlier alias of its list is for."""
    for loaded, auth in each(book, scope, Auth):
        yield from _twice(book, loaded.path, auth.aliases)
    for loaded, settings in each(book, scope, Settings):
        yield from _twice(book, loaded.path, settings.aliases)


def _twice(book: Book, path: str, aliases: tuple[Alias, ...]) -> Iterator[Problem]:
    numbers = ((str(place), alias.current) for place, alias in enumerate(aliases))
    for place, first in duplicates(numbers):
        yield book.problem(
            path,
            ("aliases", int(place), "current"),
            RULE,
            f"{quoted(aliases[int(place)].current)} has an alias already: {aliases[int(first)].id}",
            "remove one of the two",
        )
