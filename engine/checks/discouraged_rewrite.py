"""Numbers are brought into form by rewrites, not by strip_digits and cli_prefix.

Both are read and mean what they always did, but apply to every number, before any rewrite, which is rarely what is
meant: a rewrite says for which numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from engine.tabs import endpoints_of
from schemas.auth import Auth, NumberHandling

RULE = "discouraged-rewrite"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every use of the two fields, with the rewrite that says the same."""
    for loaded, auth in each(book, scope, Auth):
        for at, record in endpoints_of(auth):
            for field, said in _instead(record.numbers):
                yield book.problem(
                    loaded.path,
                    (*at, "numbers", field),
                    RULE,
                    f"{field} changes every number of {record.id}",
                    f"write it as a rewrite: {said}",
                )


def _instead(numbers: NumberHandling) -> Iterator[tuple[str, str]]:
    if numbers.strip_digits:
        current = f"^[0-9]{{{numbers.strip_digits}}}(.*)$"
        yield "strip_digits", f'{{ type: destination, current: "{current}", new: "$1" }}'
    if numbers.cli_prefix:
        new = f"{numbers.cli_prefix}$1"
        yield "cli_prefix", f'{{ type: cli, current: "^(.*)$", new: "{new}" }}'
