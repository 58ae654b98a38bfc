"""Rules that span fields or documents, one file each; discovered by walking this package.

A check module has a docstring whose first line is the rule in one sentence, ``RULE`` (its stable id), and
``check(book, before)`` that yields every ``Problem``. ``before`` is the book a change starts from, or None when a
whole repository is looked at.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from engine.book import Book
from engine.errors import Problem


@dataclass(frozen=True, slots=True)
class Check:
    """One discovered check."""

    rule: str
    says: str
    explains: str
    run: Callable[[Book, Book | None], Iterator[Problem]]


@cache
def checks() -> tuple[Check, ...]:
    """Every check of this package, in the order of rule ids."""
    found = [_load(name) for _, name, _ in pkgutil.iter_modules(__path__)]
    return tuple(sorted(found, key=lambda check: check.rule))


def _load(name: str) -> Check:
    module = importlib.import_module(f"{__name__}.{name}")
    says, _, explains = (module.__doc__ or "").partition("\n")
    return Check(module.RULE, says.strip(), explains.strip(), module.check)


def run_checks(book: Book, before: Book | None = None) -> tuple[Problem, ...]:
    """Run every check; all problems, in reading order."""
    found = [problem for check in checks() for problem in check.run(book, before)]
    return tuple(sorted(found, key=lambda problem: problem.sort_key))


def duplicates(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Of (id, value) pairs, give each id whose value an earlier id has too, with that earlier id."""
    first: dict[str, str] = {}
    for name, value in pairs:
        if value in first:
            yield name, first[value]
        else:
            first[value] = name
