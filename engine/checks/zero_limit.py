"""A limit of 0 is no limit.

Who writes 0 often means "none at all". To stop calls, set the status or enabled; to have no limit, leave the line out.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, documents
from engine.errors import Problem, Severity
from engine.parts import groups_of

RULE = "zero-limit"
SEVERITY = Severity.WARNING
SET = "tidiness"

LIMITS = ("channels", "cps", "bandwidth_mbps")
KINDS_WITH_LIMITS = ("customer", "auth", "routing", "tag-routing", "dids", "provider", "rate-card")


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every limit that is written as 0."""
    for loaded in documents(book, scope, *KINDS_WITH_LIMITS):
        if loaded.model is None:
            continue
        for at, group in groups_of(loaded.model):
            for name in LIMITS:
                if name in group.model_fields_set and getattr(group, name) == 0:
                    yield book.problem(
                        loaded.path,
                        (*at, name),
                        RULE,
                        f"{name}: 0 means no limit",
                        "remove the line; to let no call pass, set the status or enabled",
                    )
