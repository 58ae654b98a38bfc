"""A minimum spend has a retail amount and a period, and nothing besides.

It only fills up what a customer did not spend on calls: without retail or period there is nothing to fill up, and
nobody is paid a cost for it or gives minutes for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.packages import Frequency, Package, PackageType

RULE = "minimum-spend-cost"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at every package that is a minimum spend."""
    for loaded, package in each(book, scope, Package):
        if package.minimum_spend:
            for field, message, hint in _wrong(package):
                yield book.problem(loaded.path, (field,), RULE, message, hint)


def _wrong(package: Package) -> Iterator[tuple[str, str, str]]:
    if package.cost:
        yield (
            "cost",
            f"a minimum spend costs us nothing, but cost is {package.cost}",
            "leave it out",
        )
    if not package.retail:
        yield "retail", "a minimum spend of nothing asks for nothing", "write the least spent"
    if package.frequency is Frequency.NONE:
        yield "frequency", "a minimum spend needs a period", "write daily, weekly or monthly"
    if package.type is not PackageType.NONE:
        yield (
            "type",
            f"a minimum spend is a promise to spend, it gives no {package.type}",
            "leave type out, or make a second package of it",
        )
