"""A rate card written by hand has its rows in rates.csv beside it.

Without them every call it should price is refused. The rows of a card with parents are made when it is built.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.cards import with_tables
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import RateCard

RULE = "card-without-rates"
SEVERITY = Severity.ERROR
SET = "integrity"

CARD, RATES = "card.yaml", "rates.csv"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look for the rows of every card, also where only rows changed."""
    for loaded, card in each(book, with_tables(scope), RateCard):
        rates = loaded.path.removesuffix(CARD) + RATES
        if not card.build.parents and book.documents.blob(rates) is None:
            yield book.problem(
                loaded.path,
                (),
                RULE,
                f"there is no {rates}",
                "add it with the line prefix,name,rate and a row per prefix, or name build.parents",
            )
