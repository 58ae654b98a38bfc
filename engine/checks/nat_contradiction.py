"""An endpoint has either a workaround for a NAT or none.

nat.force applies it always, nat.disable never.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.auth import Auth

RULE = "nat-contradiction"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every record with both."""
    for loaded, auth in each(book, scope, Auth):
        for place, record in enumerate(auth.ip):
            if record.nat.force and record.nat.disable:
                yield book.problem(
                    loaded.path,
                    ("ip", place, "nat", "disable"),
                    RULE,
                    f"{record.id} has nat.force and nat.disable",
                    "keep one of them",
                )
