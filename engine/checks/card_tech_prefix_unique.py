"""No two cards of a provider send the same tech prefix.

The provider tells by it which of its prices a call is charged by; with one prefix on two cards our costs are a guess.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from engine.references import reference_index
from schemas.kinds import kind_of
from schemas.rate_card import RateCard

RULE = "card-tech-prefix-unique"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare every card that has a tech prefix with the other cards of its provider."""
    for loaded, card in each(book, scope, RateCard):
        prefix = card.outgoing.tech_prefix
        if card.provider is None or prefix is None:
            continue
        for other, path in _others(book, card.provider, loaded.id):
            found = look_up(book, RateCard, other)
            # Of two that are both looked at, the later one is named.
            is_same = found is not None and found.outgoing.tech_prefix == prefix
            if is_same and (other < loaded.id or not scope.covers(path)):
                yield book.problem(
                    loaded.path,
                    ("outgoing", "tech_prefix"),
                    RULE,
                    f'card {other} of {card.provider} sends "{prefix}" too',
                    "ask the provider for a prefix for each card",
                )
                break


def _others(book: Book, provider: str, own: str) -> Iterator[tuple[str, str]]:
    """Give the other cards of a provider, id and path."""
    for held in book.documents.facts.find(reference_index("provider"), provider):
        placed = kind_of(held.path)
        if placed and placed[0].model is RateCard and placed[1] != own:
            yield placed[1], held.path
