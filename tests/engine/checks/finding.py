"""Looking for the problems of one check."""

from __future__ import annotations

from engine.book import Book
from engine.checks import Scope, run_checks
from engine.errors import Problem
from tests.builders import a_book, a_carrier


def found(book: Book, rule: str, scope: Scope | None = None) -> list[Problem]:
    """The problems of one rule."""
    return [one for one in run_checks(book, scope or Scope()) if one.rule == rule]


def customers(**files: bytes) -> Book:
    """A carrier with these customers; an underscore in a name stands for a dash."""
    return a_book(a_carrier({name.replace("_", "-"): data for name, data in files.items()}))
