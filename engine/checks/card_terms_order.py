"""Terms of a card stand in the order in which they come into force, the first from the beginning.

For every call exactly one entry counts, also when an old call is rated again. Only the first entry leaves ``since``
out.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.rate_card import RateCard

RULE = "card-terms-order"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Walk through the terms of every card."""
    for loaded, card in each(book, scope, RateCard):
        for place, message, hint in _wrong(card):
            yield book.problem(loaded.path, ("terms", place, "since"), RULE, message, hint)


def _wrong(card: RateCard) -> Iterator[tuple[int, str, str]]:
    if card.terms[0].since is not None:
        yield (
            0,
            f"calls before {card.terms[0].since:%Y-%m-%d %H:%M} have no terms",
            "leave since out of the first entry",
        )
    last = card.terms[0].since
    for place, terms in enumerate(card.terms[1:], start=1):
        if terms.since is None:
            yield place, "it does not say since when", "write since: and an instant in UTC"
        elif last is not None and terms.since <= last:
            yield (
                place,
                f"it is in force since {terms.since:%Y-%m-%d %H:%M}, not after the entry before it",
                "put the entries in the order of their instants",
            )
        last = terms.since or last
