"""No list names the same value twice.

The second one does nothing, and whoever removes the first believes that the value is gone. Lines of prefix sets have
a rule of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from engine.book import Book
from engine.checks import Scope, documents, duplicates
from engine.documents import dotted
from engine.errors import Problem, Severity
from engine.parts import lists_of
from schemas.faults import quoted
from schemas.kinds import KINDS

RULE = "duplicate-list-value"
SEVERITY = Severity.ERROR
SET = "tidiness"

OWN_RULE = frozenset({"prefix-set"})


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every value of a list of plain values that stands there already."""
    kinds = (str(kind.name) for kind in KINDS if kind.name not in OWN_RULE)
    for loaded in documents(book, scope, *kinds):
        if loaded.model is None:
            continue
        for at, items in lists_of(loaded.model):
            if isinstance(items[0], BaseModel):
                continue
            values = ((str(place), str(item)) for place, item in enumerate(items))
            for place, first in duplicates(values):
                yield book.problem(
                    loaded.path,
                    (*at, int(place)),
                    RULE,
                    f"{quoted(items[int(place)])} stands in the list already, as {dotted((*at, int(first)))}",
                    "remove one of them",
                )
