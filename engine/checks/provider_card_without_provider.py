"""A provider card says whose prices they are."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import RateCard, Side

RULE = "provider-card-without-provider"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every provider card without a provider."""
    for loaded, card in each(book, scope, RateCard):
        if card.side is Side.PROVIDER and card.provider is None:
            yield book.problem(
                loaded.path,
                ("side",),
                RULE,
                f"{loaded.id} is a provider card and names no provider",
                "write provider: and the id of the provider",
            )
