"""A package is not sold for less than it costs.

Compared for each period and for the setup. A minimum spend has no cost of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.packages import Package

RULE = "package-margin"
SEVERITY = Severity.WARNING
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every price of a package that is below its cost."""
    for loaded, package in each(book, scope, Package):
        prices = (
            ("retail", package.cost, package.retail, "a period"),
            ("setup_retail", package.setup_cost, package.setup_retail, "to set up"),
        )
        for field, cost, retail, what in prices:
            if retail < cost and not package.minimum_spend:
                yield book.problem(
                    loaded.path,
                    (field,),
                    RULE,
                    f"each piece costs us {cost} {package.currency} {what} and is sold for {retail}: "
                    f"we lose {cost - retail}",
                    f"raise {field} to {cost} or more",
                )
