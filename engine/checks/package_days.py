"""A package is charged on days that its frequency has, and lasts as long as it has to.

Days of the week mean nothing for a monthly package, and the charge would fall on a day nobody meant. A package that
ends by itself before its minimum days are over contradicts itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.packages import Frequency, Package

RULE = "package-days"
SEVERITY = Severity.ERROR
SET = "money"

FREQUENCIES = {"week": Frequency.WEEKLY, "month": Frequency.MONTHLY}


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Hold charge days against the frequency, and the duration against the minimum."""
    for loaded, package in each(book, scope, Package):
        for field, frequency in FREQUENCIES.items():
            if getattr(package.charge_days, field) and package.frequency is not frequency:
                yield book.problem(
                    loaded.path,
                    ("charge_days", field),
                    RULE,
                    f"a package charged {package.frequency} has no days of the {field}",
                    f"write frequency: {frequency}, or leave the days out",
                )
        if 0 < package.duration_days < package.minimum_days:
            yield book.problem(
                loaded.path,
                ("duration_days",),
                RULE,
                f"it ends by itself after {package.duration_days} days, but lasts "
                f"{package.minimum_days} days at least",
                "raise duration_days, or lower minimum_days",
            )
