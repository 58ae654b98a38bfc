"""An alert on the share of SIP codes says which codes, and no other alert does."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.alerts import Alerts, Area

RULE = "alert-codes"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at the codes of every alert."""
    for loaded, document in each(book, scope, Alerts):
        for place, alert in enumerate(document.alerts):
            wrong = None
            if alert.area is Area.CODE_SHARE and not alert.codes:
                wrong = "code_share counts no code", 'write for example codes: ["503"]'
            elif alert.area is not Area.CODE_SHARE and alert.codes:
                wrong = f"{alert.area} counts no codes", "leave codes out, or watch code_share"
            if wrong is not None:
                yield book.problem(loaded.path, ("alerts", place, "codes"), RULE, *wrong)
