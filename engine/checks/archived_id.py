"""The id of an archived customer is never used again.

Calls, charges and invoices of years ago name it; a newcomer under the same id would inherit them.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.errors import Problem

RULE = "archived-id"


def check(book: Book, before: Book | None) -> Iterator[Problem]:
    """Name every customer whose id stands in the archive too."""
    archived = {
        path.removeprefix("archive/customers/").split("/", 1)[0]
        for path in book.documents.blobs()
        if path.startswith("archive/customers/")
    }
    for name in sorted(archived & set(book.paths("customer"))):
        yield book.problem(
            book.paths("customer")[name],
            (),
            RULE,
            f"the id {name} belonged to a customer who is archived",
            "choose another id; the history of the archived one stays under it",
        )
