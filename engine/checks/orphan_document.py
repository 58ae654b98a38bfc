"""A tab of a customer stands beside its customer.yaml, and the numbers of a provider beside its provider.yaml.

Without it nobody owns the auth records, routes and numbers of the folder: calls would be recognised and not charged.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, paths_in
from engine.errors import Problem, Severity
from schemas.kinds import KINDS

RULE = "orphan-document"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every tab whose folder holds no customer or provider."""
    for kind in KINDS:
        if kind.head in ("", kind.name):
            continue
        for path in paths_in(book, scope, str(kind.name)):
            head = f"{path.rpartition('/')[0]}/{kind.head}.yaml"
            if book.documents.blob(head) is None:
                yield book.problem(
                    path,
                    (),
                    RULE,
                    f"there is no {head}, so this file belongs to nobody",
                    f"add the {kind.head}, or remove the file",
                )
