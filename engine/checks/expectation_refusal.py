"""A golden call expects a refusal, or what a call that went through has, not both."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.expectation import Expectations, Outcome

RULE = "expectation-refusal"
SEVERITY = Severity.ERROR
SET = "integrity"

OF_A_REFUSAL = ("code", "reason")
OF_A_CALL = ("providers", "number_sent", "cli_sent", "destination", "charges", "max_duration_s")


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Hold what every golden call expects against its outcome."""
    for loaded, expectations in each(book, scope, Expectations):
        for place, golden in enumerate(expectations.calls):
            is_refused = golden.expect.outcome is Outcome.REFUSED
            for field in OF_A_CALL if is_refused else OF_A_REFUSAL:
                if getattr(golden.expect, field) not in (None, (), {}):
                    yield book.problem(
                        loaded.path,
                        ("calls", place, "expect", field),
                        RULE,
                        f"a call that is {golden.expect.outcome} has no {field}",
                        "leave it out, or expect the other outcome",
                    )
