"""The files of a customer stand where fan_out of settings.yaml puts them, and nowhere else.

With fan_out on, the folder before the id is the first two hex digits of the SHA-256 of the id. A customer who stands
in two places has two files for one truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.book import Book
from engine.checks import Scope, settings_of
from engine.errors import Problem, Severity
from schemas.kinds import kind_of

RULE = "fan-out-place"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every file of a customer in the wrong folder, and say if the right one is there as well."""
    settings = settings_of(book)
    if settings is None:
        return
    for path in _places(book, scope):
        placed = kind_of(path)
        if placed is None or not placed[0].fans_out:
            continue
        kind, name = placed
        right = kind.path(name, fan_out=settings.fan_out)
        if path != right:
            twice = book.documents.blob(right) is not None
            switch = "true" if settings.fan_out else "false"
            yield book.problem(
                path,
                (),
                RULE,
                f"fan_out of settings.yaml is {switch}, so this file belongs at {right}"
                + (", where there is one already" if twice else ""),
                "remove one of the two files" if twice else "move it there",
            )


def _places(book: Book, scope: Scope) -> Iterable[str]:
    """Give every path in scope: ids alone would hide a second file of the same customer."""
    if scope.paths is None:
        return sorted(book.documents.blobs())
    return [path for path in sorted(scope.paths) if book.documents.blob(path) is not None]
