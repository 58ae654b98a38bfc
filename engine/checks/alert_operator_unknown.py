"""An operator who is told of an alert stands in operators.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Invalid, Problem, Severity
from engine.lookup import each
from schemas.alerts import Alerts, RecipientKind, recipient

RULE = "alert-operator-unknown"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look every operator up that an alert names."""
    try:
        known = {person.id for person in book.operators}
    except Invalid:
        return  # their own problems come first
    for loaded, document in each(book, scope, Alerts):
        for place, alert in enumerate(document.alerts):
            for spot, text in enumerate(alert.notify):
                told = recipient(text)
                if told.kind is RecipientKind.OPERATOR and told.value not in known:
                    yield book.problem(
                        loaded.path,
                        ("alerts", place, "notify", spot),
                        RULE,
                        f"there is no operator {told.value}",
                        f"the operators are {', '.join(sorted(known)) or 'none'}",
                    )
