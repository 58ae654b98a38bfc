"""A tab of a customer stands beside its customer.yaml.

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
    """Name every tab whose folder holds no customer."""
    tabs = (str(kind.name) for kind in KINDS if kind.fans_out and kind.name != "customer")
    for path in paths_in(book, scope, *tabs):
        customer = f"{path.rpartition('/')[0]}/customer.yaml"
        if book.documents.blob(customer) is None:
            yield book.problem(
                path,
                (),
                RULE,
                f"there is no {customer}, so this file belongs to nobody",
                "add the customer, or remove the file",
            )
