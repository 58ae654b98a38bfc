"""No two profit rules of a card are for the same rows and prices.

The longest match counts; with two of the same length the price would depend on nothing anybody decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import PriceColumn, ProfitAction, ProfitRule, RateCard

RULE = "profit-rule-tie"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare every profit rule with those before it."""
    for loaded, card in each(book, scope, RateCard):
        rules = card.build.profit
        for place, rule in enumerate(rules):
            earlier = next((one for one in rules[:place] if _ties(one, rule)), None)
            if earlier is not None:
                yield book.problem(
                    loaded.path,
                    ("build", "profit", place, "match"),
                    RULE,
                    f"rule {earlier.id} is for {_rows(rule)} too",
                    "keep one of them, or make one match longer",
                )


def _ties(one: ProfitRule, other: ProfitRule) -> bool:
    same_rows = (one.match, one.prefix_set) == (other.match, other.prefix_set)
    return same_rows and bool(_columns(one) & _columns(other))


def _columns(rule: ProfitRule) -> frozenset[PriceColumn]:
    """Give the prices a rule is for; a rule that removes or blocks rows is for all of them."""
    is_price = rule.action is ProfitAction.PROFIT
    return frozenset(rule.apply_to if is_price and rule.apply_to else PriceColumn)


def _rows(rule: ProfitRule) -> str:
    what = "every row" if rule.match is None else f'"{rule.match}"'
    return f"{what} of {rule.prefix_set}" if rule.prefix_set else what
