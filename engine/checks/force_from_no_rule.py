"""A caller number that an endpoint forces passes the customer's CLI rules.

force_from replaces what the endpoint sends before the rules are asked. A number that fits none of them is refused or
replaced, on every call.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.caller_numbers import fits_caller
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from engine.tabs import caller_rules, endpoints_of
from schemas.auth import Auth
from schemas.faults import quoted

RULE = "force-from-no-rule"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every forced number that no rule of the customer, or of its tags, lets pass."""
    for loaded, auth in each(book, scope, Auth):
        for at, record in endpoints_of(auth):
            number = record.numbers.force_from
            if number and record.enabled and not _passes(book, loaded.id, number):
                yield book.problem(
                    loaded.path,
                    (*at, "numbers", "force_from"),
                    RULE,
                    f"{quoted(number)} fits no CLI rule of {loaded.id}, so it is never shown",
                    "add a rule for it to cli.yaml, or force a number that has one",
                )


def _passes(book: Book, customer: str, number: str) -> bool:
    rules = caller_rules(book, customer)
    return not rules or any(fits_caller(book, customer, rule, number) for rule in rules)
