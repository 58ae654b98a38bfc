"""A rule that is lowered to a warning is a rule of these checks.

A misspelt id lowers nothing. Rules about the text and the fields of one document cannot be lowered: a document that
does not hold is read by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, checks
from engine.documents import RULES as PLACE_RULES
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.faults import RULES as FIELD_RULES
from schemas.settings import Settings

RULE = "warn-only-unknown"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look every rule id up."""
    known = {one.rule for one in checks()}
    for loaded, settings in each(book, scope, Settings):
        for place, rule in enumerate(settings.checks.warn_only):
            if rule in known:
                continue
            fixed = rule in FIELD_RULES or rule in PLACE_RULES or rule.startswith("yaml-")
            yield book.problem(
                loaded.path,
                ("checks", "warn_only", place),
                RULE,
                f"{rule} is about a single file and cannot be lowered"
                if fixed
                else f"there is no rule {rule}",
                "" if fixed else _hint(rule, known),
            )


def _hint(rule: str, known: set[str]) -> str:
    from rapidfuzz.process import extractOne

    near = extractOne(rule, sorted(known), score_cutoff=60)
    return f"did you mean {near[0]}?" if near else "problems show the rule in square brackets"
