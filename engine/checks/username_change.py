"""A SIP user keeps its user name as long as it keeps its password.

The name is part of what a digest password is hashed from, so under another name the password no longer fits.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.auth import Auth
from schemas.faults import quoted

RULE = "username-change"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare each user with what it was."""
    if scope.before is None:
        return
    for loaded, auth in each(book, scope, Auth):
        was = look_up(scope.before, Auth, loaded.id)
        before = {user.id: user for user in was.users} if was is not None else {}
        for place, user in enumerate(auth.users):
            old = before.get(user.id)
            if old is None or user.secret is None or old.secret != user.secret:
                continue
            if old.username != user.username:
                yield book.problem(
                    loaded.path,
                    ("users", place, "username"),
                    RULE,
                    f"the password was made for the user name {quoted(old.username)} and no longer fits",
                    f"give it another: auth user rotate {loaded.id} {user.id}",
                )
