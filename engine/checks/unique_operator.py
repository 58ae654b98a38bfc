"""No two operators share an id, Slack user, e-mail address, forge login or OS user.

Who did something is told from these; two people behind one of them could not be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, duplicates
from engine.errors import Problem, Severity

RULE = "unique-operator"
SEVERITY = Severity.ERROR
SET = "integrity"
IDENTITIES = ("id", "slack_id", "email", "forge", "os_user")


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every operator after the first that has an identity, field by field."""
    for path in book.paths("operators").values():
        if book.documents.load(path).model is None:
            return
        for field in IDENTITIES:
            held = (
                (str(place), str(getattr(person, field) or ""))
                for place, person in enumerate(book.operators)
            )
            for place, first in duplicates(pair for pair in held if pair[1]):
                yield book.problem(
                    path,
                    ("operators", int(place), field),
                    RULE,
                    f"{field} {getattr(book.operators[int(place)], field)} belongs to "
                    f"{book.operators[int(first)].id} already",
                    "give each person identities of their own",
                )
