"""A carrier that has an admin keeps one.

Admins alone change operators, policy and settings, and grant roles. Without one nobody could be made an admin again but
by a push to the repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.operators import Operators, Role

RULE = "last-admin"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare the people with who they were."""
    if scope.before is None:
        return
    for loaded, people in each(book, scope, Operators):
        was = look_up(scope.before, Operators, loaded.id)
        admins = _admins(was) if was else []
        if admins and not _admins(people):
            yield book.problem(
                loaded.path,
                ("operators",),
                RULE,
                f"nobody is an admin any more; {' and '.join(admins)} was the last",
                "give somebody else the role first",
            )


def _admins(people: Operators) -> list[str]:
    return [person.id for person in people.operators if Role.ADMIN in person.roles]
