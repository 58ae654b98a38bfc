"""A customer whose caller numbers have to be approved has some that are.

With cli.approved_only and no CLI rule at all, its own or by a tag, every call out is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from engine.tabs import caller_rules
from schemas.customer import Customer

RULE = "cli-approved-only-empty"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer of whom no call passes for want of a rule."""
    for loaded, customer in each(book, scope, Customer):
        if customer.cli.approved_only and not caller_rules(book, loaded.id):
            yield book.problem(
                loaded.path,
                ("cli", "approved_only"),
                RULE,
                "no caller number is approved, so every call out is refused",
                "add rules to cli.yaml, or set cli.approved_only: false",
            )
