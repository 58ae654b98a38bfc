"""The id of an archived customer is never used again.

Calls, charges and invoices of years ago name it; a newcomer under the same id would inherit them.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, documents
from engine.errors import Problem, Severity

RULE = "archived-id"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer whose id stands in the archive too."""
    for loaded in documents(book, scope, "customer"):
        if book.documents.blob(f"archive/customers/{loaded.id}/customer.yaml") is not None:
            yield book.problem(
                loaded.path,
                (),
                RULE,
                f"the id {loaded.id} belonged to a customer who is archived",
                "choose another id; the history of the archived one stays under it",
            )
