"""Ids are unique within each list of a document.

Commands, calls and the plan name an item by its id; with two, nobody knows which one was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, documents, duplicates
from engine.documents import dotted
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.parts import lists_of
from schemas.faults import quoted
from schemas.kinds import KINDS

RULE = "unique-item-id"
SEVERITY = Severity.ERROR
SET = "integrity"

IDENTIFIED_ELSEWHERE = frozenset({"operators"})
"""Kinds with a rule of their own: the ids of operators belong to unique-operator."""


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every item whose id an earlier item of its list has."""
    kinds = (str(kind.name) for kind in KINDS if kind.name not in IDENTIFIED_ELSEWHERE)
    for loaded in documents(book, scope, *kinds):
        if loaded.model is None:
            continue
        for at, items in lists_of(loaded.model):
            if hasattr(items[0], "id"):
                yield from _told(book, loaded.path, at, [str(item.id) for item in items])


def _told(book: Book, path: str, at: Pointer, ids: list[str]) -> Iterator[Problem]:
    for place, first in duplicates((str(place), name) for place, name in enumerate(ids)):
        yield book.problem(
            path,
            (*at, int(place), "id"),
            RULE,
            f"the id {quoted(ids[int(place)])} is taken by {dotted((*at, int(first)))}",
            "give each item of the list an id of its own",
        )
