"""A currency is one in which people still pay.

Codes of past currencies stay readable, because old documents name them; nothing new should be kept in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from engine.book import Book
from engine.checks import Scope, documents
from engine.documents import Loaded
from engine.edits import Pointer
from engine.errors import Problem, Severity
from schemas.codes import code_names
from schemas.customer import Customer
from schemas.settings import Settings

RULE = "ended-currency"
SEVERITY = Severity.WARNING
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every currency that no country uses any more."""
    for loaded in documents(
        book, scope, "settings", "customer", "provider", "rate-card", "package"
    ):
        for at, currency in _currencies(loaded):
            if currency not in _current():
                yield book.problem(
                    loaded.path,
                    at,
                    RULE,
                    f"{currency} ({code_names('currency')[currency]}) is not in use any more",
                    "name the currency that followed it",
                )


def _currencies(loaded: Loaded) -> Iterator[tuple[Pointer, str]]:
    model = loaded.model
    if isinstance(model, Settings):
        yield ("base_currency",), model.base_currency
    else:
        yield ("currency",), getattr(model, "currency", "USD")
    if isinstance(model, Customer):
        for place, currency in enumerate(model.billing.topup_currencies):
            yield ("billing", "topup_currencies", place), currency


@cache
def _current() -> frozenset[str]:
    from babel.core import get_global

    spans = (span for spans in get_global("territory_currencies").values() for span in spans)
    return frozenset(span[0] for span in spans if span[2] is None)
