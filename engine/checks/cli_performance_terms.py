"""Terms of performance stand only where performance decides.

Without use_did: performance nothing reads them.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.cli import CLI, UseDID

RULE = "cli-performance-terms"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every rule that has the terms and chooses its numbers otherwise."""
    for loaded, cli in each(book, scope, CLI):
        for place, one in enumerate(cli.rules):
            if "performance" in one.model_fields_set and one.use_did is not UseDID.PERFORMANCE:
                yield book.problem(
                    loaded.path,
                    ("rules", place, "performance"),
                    RULE,
                    f"the rule {one.id} has use_did: {one.use_did}, so its performance counts for nothing",
                    "set use_did: performance, or remove the terms",
                )
