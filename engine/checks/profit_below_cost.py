"""A profit rule does not take from the cost.

A negative percentage or a negative amount added to the cost makes prices below it: every call to those numbers costs
more than it brings.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import ProfitAction, ProfitRule, ProfitType, RateCard

RULE = "profit-below-cost"
SEVERITY = Severity.WARNING
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every rule that prices its rows below what they cost."""
    for loaded, card in each(book, scope, RateCard):
        for place, rule in enumerate(card.build.profit):
            if rule.action is ProfitAction.PROFIT and rule.value < 0:
                rows = f'numbers with "{rule.match}"' if rule.match else "every number"
                rows += f" of {rule.prefix_set}" if rule.prefix_set else ""
                yield book.problem(
                    loaded.path,
                    ("build", "profit", place, "value"),
                    RULE,
                    f"the rule {rule.id} sells calls to {rows} {_loss(rule, card.currency)}",
                    "write a value of 0 or more, or block the rows",
                )


def _loss(rule: ProfitRule, currency: str) -> str:
    if rule.type is ProfitType.PERCENT:
        return f"{-rule.value} % below their cost"
    if rule.type is ProfitType.RELATIVE:
        return f"{-rule.value} {currency} per minute below their cost"
    return f"for {rule.value} {currency} per minute, which is a price below nothing"
