"""A penalty blocks only what its alert watches, for what calls or money did, and with calls enough to judge by.

It shuts a paying customer or a provider out without asking anybody. So it needs somebody to block, a value that
blocking can mend, and at least one call in the window: one failed call at night must not do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from engine.watching import NO_PENALTY, Subject, subjects_of
from schemas.alerts import AREAS, Alert, Alerts, Comparison

RULE = "alert-penalty-area"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at every alert with a penalty."""
    for loaded, document in each(book, scope, Alerts):
        carrier = Subject.CARRIER in subjects_of(document)
        for place, alert in enumerate(document.alerts):
            if alert.penalty_minutes:
                for field, message, hint in _wrong(alert, carrier=carrier):
                    yield book.problem(loaded.path, ("alerts", place, field), RULE, message, hint)


def _wrong(alert: Alert, *, carrier: bool) -> Iterator[tuple[str, str, str]]:
    without = "leave penalty_minutes out"
    if alert.operator is Comparison.ALWAYS:
        yield "penalty_minutes", "a report that always goes out would always block", without
    elif alert.area in NO_PENALTY:
        yield "penalty_minutes", f"blocking calls does not mend {alert.area}", without
    elif carrier:
        told = "the file watches the whole carrier, which a penalty cannot block"
        yield "penalty_minutes", told, f"{without}, or watch customers or providers"
    elif AREAS[alert.area].windowed and not alert.min_samples:
        told = "with min_samples 0 the penalty could start on no calls at all"
        yield "min_samples", told, "write how many calls are enough to judge by, for example 50"
