"""A field that names another document or an operator names one that exists."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, documents
from engine.errors import Problem, Severity
from engine.references import reference_index, references_of
from schemas.kinds import KINDS

RULE = "unknown-reference"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Follow every reference; each value is looked up once."""
    seen: dict[tuple[str, str], tuple[str, str] | None] = {}
    for loaded in documents(book, scope, *(kind.name for kind in KINDS)):
        if loaded.model is None:
            continue
        for fact in references_of(loaded.model):
            kind = fact.index.removeprefix(reference_index(""))
            key = (kind, fact.value)
            if key not in seen:
                seen[key] = book.wrong_reference(kind, fact.value)
            wrong = seen[key]
            if wrong:
                message, hint = wrong
                yield book.problem(
                    loaded.path,
                    fact.at,
                    RULE,
                    message,
                    hint or "name one that exists, or leave it out",
                )
