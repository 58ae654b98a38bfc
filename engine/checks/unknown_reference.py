"""A field that names another document names one that exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.book import Book
from engine.documents import to_plain
from engine.edits import Pointer
from engine.errors import Problem
from schemas.fields import leaf_fields

RULE = "unknown-reference"


def check(book: Book, before: Book | None) -> Iterator[Problem]:
    """Follow every reference of every customer."""
    for name, customer in book.customers.items():
        for leaf in leaf_fields(type(customer)):
            for value in _values(to_plain(customer), leaf.pointer) if leaf.reference else ():
                wrong = book.wrong_reference(str(leaf.reference), value)
                if wrong:
                    yield book.problem(
                        book.paths("customer")[name], leaf.pointer, RULE, *_split(wrong)
                    )


def _values(document: Mapping[str, Any], pointer: Pointer) -> tuple[str, ...]:
    here: Any = document
    for part in pointer:
        here = here.get(part) if isinstance(here, Mapping) else None
    if here is None:
        return ()
    return tuple(str(item) for item in here) if isinstance(here, list) else (str(here),)


def _split(wrong: str) -> tuple[str, str]:
    message, _, hint = wrong.partition("; ")
    return message, hint or "name one that exists, or leave it out"
