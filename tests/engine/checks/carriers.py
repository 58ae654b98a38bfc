"""Tiny carriers for the tests of checks: a few files as text, a book of them, and what one check says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import dedent
from typing import Protocol

from adapters.documents.folder import FolderDocuments
from adapters.yamltext import YamlText
from engine.book import Book
from engine.checks import WHOLE, Scope, scope_of
from engine.errors import Problem

SETTINGS = "format: 2\nname: Harbour\nbase_currency: USD\nrealm: sip.example.net\n"


class CheckModule(Protocol):
    """What a module of ``engine.checks`` offers."""

    RULE: str

    def check(self, book: Book, scope: Scope) -> Iterator[Problem]:
        """Yield every problem."""
        ...


class _Files:
    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: dedent(text).lstrip("\n") for path, text in files.items()}

    def files(self) -> Mapping[str, object]:
        return self._files

    def read(self, path: str) -> bytes:
        return self._files[path].encode()


def book_of(files: Mapping[str, str]) -> Book:
    """The book of these files; settings are there unless given. A file that does not hold fails the test."""
    given = {"settings.yaml": SETTINGS} | dict(files)
    book = Book(FolderDocuments(_Files(given), YamlText()))
    assert [str(problem) for problem in book.problems()] == []
    return book


def problems(
    module: CheckModule, files: Mapping[str, str], *, before: Mapping[str, str] | None = None
) -> list[Problem]:
    """What a check says of a whole carrier; or, with the files ``before``, of the change from those to these.

    Every problem must carry the rule of the check.
    """
    book = book_of(files)
    scope = WHOLE if before is None else change(before, files)
    found = list(module.check(book, scope))
    assert {problem.rule for problem in found} <= {module.RULE}
    return sorted(found, key=lambda problem: problem.sort_key)


def change(before: Mapping[str, str], after: Mapping[str, str]) -> Scope:
    """The scope of the change from these files to those."""
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    return scope_of(book_of(before), book_of(after), changed)


def told(
    module: CheckModule, files: Mapping[str, str], *, before: Mapping[str, str] | None = None
) -> list[str]:
    """The same, each problem as ``path:line:column field``."""
    return [
        f"{problem.path}:{problem.line}:{problem.column} {problem.field}".rstrip()
        for problem in problems(module, files, before=before)
    ]
