"""A contact who is told of an alert is a contact of the customer.

``contacts`` means all of them, so there has to be one.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.alerts import Alerts, RecipientKind, SharedAlerts, recipient
from schemas.contacts import Contacts

RULE = "alert-contact-unknown"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look every contact up that an alert of a customer names."""
    for loaded, document in each(book, scope, Alerts):
        if isinstance(document, SharedAlerts) or _unreadable(book, loaded.id):
            continue
        known = look_up(book, Contacts, loaded.id)
        ids = [contact.id for contact in known.contacts] if known else []
        for place, alert in enumerate(document.alerts):
            for spot, text in enumerate(alert.notify):
                wrong = _wrong(text, loaded.id, ids)
                if wrong is not None:
                    at = ("alerts", place, "notify", spot)
                    yield book.problem(loaded.path, at, RULE, *wrong)


def _unreadable(book: Book, customer: str) -> bool:
    """Tell whether there is a list of contacts that does not hold: its own problems come first."""
    path = book.documents.path_of("contacts", customer)
    return path is not None and book.documents.load(path).model is None


def _wrong(text: str, customer: str, ids: list[str]) -> tuple[str, str] | None:
    told = recipient(text)
    if told.kind is RecipientKind.CONTACTS and not ids:
        return f"{customer} has no contacts, so nobody is told", "add one, or name somebody else"
    if told.kind is RecipientKind.CONTACT and told.value not in ids:
        known = f"its contacts are {', '.join(ids)}" if ids else "it has no contacts"
        return f"{customer} has no contact {told.value}", known
    return None
