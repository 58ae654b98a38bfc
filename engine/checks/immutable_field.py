"""A field that is fixed at creation does not change afterwards.

The currency of a customer is one: balance, payments, invoices and rate cards are kept in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.book import Book
from engine.documents import to_plain
from engine.errors import Problem
from schemas.faults import quoted
from schemas.fields import leaf_fields

RULE = "immutable-field"


def check(book: Book, before: Book | None) -> Iterator[Problem]:
    """Compare every fixed field of every customer that was there before and whose file changed."""
    if before is None:
        return
    old_blobs, new_blobs = before.documents.blobs(), book.documents.blobs()
    for name, path in book.paths("customer").items():
        old_path = before.paths("customer").get(name)
        if old_path is None or old_blobs[old_path] == new_blobs[path]:
            continue
        old, new = before.customers.get(name), book.customers.get(name)
        if old is None or new is None:
            continue
        for leaf in leaf_fields(type(new)):
            if leaf.immutable and (was := _at(to_plain(old), leaf.path)) != (
                now := _at(to_plain(new), leaf.path)
            ):
                yield book.problem(
                    path,
                    tuple(leaf.path.split(".")),
                    RULE,
                    f"{leaf.path} of {name} cannot change from {quoted(was)} to {quoted(now)}",
                    "it is fixed at creation; add a new customer with the other value instead",
                )


def _at(value: Mapping[str, Any], path: str) -> Any:
    here: Any = value
    for part in path.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here
