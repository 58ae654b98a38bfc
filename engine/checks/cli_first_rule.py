"""The first CLI rule turns "every caller number passes" into "only these pass".

Without any rule, and without approved_only, every number passes. From the first enabled rule on, calls with other
numbers are refused, unless a forced rule replaces them.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.documents import Loaded
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from engine.tabs import caller_rules, held
from schemas.cli import CLI, CLIRule
from schemas.customer import Customer
from schemas.voice import CallDirection

RULE = "cli-first-rule"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name the first rule of every customer or tag that had none before and whose other callers are now refused."""
    if scope.before is None:
        return
    for loaded, cli in each(book, scope, CLI):
        for direction in CallDirection:
            first = next((one for one in enumerate(cli.rules) if _counts(one[1], direction)), None)
            if first is None or _had_rules(scope.before, loaded, direction):
                continue
            now = _rules(book, loaded, direction)
            customer = look_up(book, Customer, loaded.id) if loaded.kind.name == "cli" else None
            shut = customer is not None and customer.cli.approved_only
            if not shut and not any(one.forced for one in now):
                place, one = first
                yield book.problem(
                    loaded.path,
                    ("rules", place),
                    RULE,
                    f"{one.id} is the first rule for {direction}: until now every caller number passed, "
                    "now only those that fit a rule do",
                    "make sure that every number in use has a rule, or add a forced rule for the others",
                )


def _counts(one: CLIRule, direction: CallDirection) -> bool:
    return one.enabled and one.direction is direction


def _had_rules(before: Book, loaded: Loaded, direction: CallDirection) -> bool:
    return bool(_rules(before, loaded, direction))


def _rules(book: Book, loaded: Loaded, direction: CallDirection) -> tuple[CLIRule, ...]:
    if loaded.kind.name == "cli":
        return caller_rules(book, loaded.id, direction)
    own = held(book, "tag-cli", loaded.id, CLI)
    return tuple(one for one in (own.rules if own else ()) if _counts(one, direction))
