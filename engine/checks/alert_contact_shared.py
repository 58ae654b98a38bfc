"""A shared file of alerts names contacts only as all contacts of the customers it watches.

``contact:ben`` is a person at one customer; in a file about many it would mean somebody else for each, or nobody. And
``contacts`` means nobody where no customer is watched.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from engine.watching import Subject, subjects_of
from schemas.alerts import RecipientKind, SharedAlerts, recipient

RULE = "alert-contact-shared"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at everybody who is told by a shared file."""
    for loaded, document in each(book, scope, SharedAlerts):
        subjects = subjects_of(document)
        for place, alert in enumerate(document.alerts):
            for spot, text in enumerate(alert.notify):
                kind = recipient(text).kind
                wrong = None
                if kind is RecipientKind.CONTACT:
                    wrong = (
                        f"{text} is a person at one customer, but the file is about many",
                        "write contacts, or an operator, or an address",
                    )
                elif (
                    kind is RecipientKind.CONTACTS and subjects and Subject.CUSTOMER not in subjects
                ):
                    wrong = (
                        "the file watches no customer, so there are no contacts",
                        "name an operator, a channel or an address",
                    )
                if wrong is not None:
                    at = ("alerts", place, "notify", spot)
                    yield book.problem(loaded.path, at, RULE, *wrong)
