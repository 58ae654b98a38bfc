"""A SIP user that may log in has a password.

Until one is set the user exists and cannot log in.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.auth import Auth
from schemas.faults import quoted

RULE = "user-without-secret"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every enabled user without a password."""
    for loaded, auth in each(book, scope, Auth):
        for place, user in enumerate(auth.users):
            if user.enabled and user.secret is None:
                yield book.problem(
                    loaded.path,
                    ("users", place),
                    RULE,
                    f"the user {quoted(user.username)} has no password, so it cannot log in",
                    "set enabled: false until it has one",
                )
