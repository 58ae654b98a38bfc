"""A field that is fixed at creation does not change afterwards.

The currency of a customer is one: balance, payments, invoices and rate cards are kept in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from engine.book import Book
from engine.checks import Scope, documents
from engine.documents import at_path, to_plain
from engine.edits import Plain
from engine.errors import Problem, Severity
from schemas.faults import quoted
from schemas.fields import Leaf, leaf_fields
from schemas.kinds import KINDS

RULE = "immutable-field"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare every fixed field of every document in scope with what it was before."""
    before = scope.before
    if before is None:
        return
    for loaded in documents(book, scope, *(kind.name for kind in KINDS)):
        old_path = before.documents.path_of(loaded.kind.name, loaded.id)
        old = before.documents.load(old_path).model if old_path is not None else None
        if old is None or loaded.model is None:
            continue
        was, now = to_plain(old), to_plain(loaded.model)
        for leaf in _fixed(type(loaded.model)):
            if at_path(was, leaf.path) != at_path(now, leaf.path):
                yield book.problem(
                    loaded.path, leaf.pointer, RULE, *_told(loaded.id, leaf, was, now)
                )


@cache
def _fixed(model: type[BaseModel]) -> tuple[Leaf, ...]:
    return tuple(leaf for leaf in leaf_fields(model) if leaf.immutable)


def _told(
    name: str, leaf: Leaf, was: Mapping[str, Plain], now: Mapping[str, Plain]
) -> tuple[str, str]:
    old, new = quoted(at_path(was, leaf.path)), quoted(at_path(now, leaf.path))
    hint = leaf.immutable.hint if leaf.immutable else ""
    return (
        f"{leaf.path} of {name} cannot change from {old} to {new}",
        hint or "it is fixed at creation",
    )
