"""The base currency of a carrier does not change in passing.

Totals over several customers are kept in it; those from before and after the change could not be compared, and nobody
would see it from the numbers. To change it on purpose, name this rule in ``checks.warn_only`` in the same change.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.settings import Settings

RULE = "base-currency-change"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare the settings with what they were."""
    if scope.before is None:
        return
    for loaded, now in each(book, scope, Settings):
        was = look_up(scope.before, Settings, loaded.id)
        if was is not None and was.base_currency != now.base_currency:
            yield book.problem(
                loaded.path,
                ("base_currency",),
                RULE,
                f"the base currency changes from {was.base_currency} to {now.base_currency}, so "
                "totals can no longer be compared with older ones",
                f"if it is meant, write {RULE} in checks.warn_only",
            )
