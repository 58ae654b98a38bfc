"""A strategy names the cards it orders: provider cards for calls going out, each once, and none if it refuses calls.

``manual`` and ``tier`` have no order without cards, and ``override_routing`` replaces the cards of the customer's card
by these.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.rate_card import RateCard, Side
from schemas.strategy import Strategy, StrategyCard, StrategyType
from schemas.voice import CallDirection

RULE = "strategy-cards"
SEVERITY = Severity.ERROR
SET = "telephony"

ORDERED = frozenset({StrategyType.MANUAL, StrategyType.TIER})


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at the cards of every strategy."""
    for loaded, strategy in each(book, scope, Strategy):
        for at, message, hint in (*_as_a_whole(strategy), *_one_by_one(book, strategy)):
            yield book.problem(loaded.path, at, RULE, message, hint)


def _as_a_whole(strategy: Strategy) -> Iterator[tuple[Pointer, str, str]]:
    if strategy.type is StrategyType.DROP and strategy.cards:
        yield ("cards",), "calls are refused, so no card is ever used", "leave cards out"
    if strategy.type in ORDERED and not strategy.cards:
        yield ("cards",), f"{strategy.type} orders the cards it names, but names none", "name them"
    if strategy.override_routing and not strategy.cards and strategy.type is not StrategyType.DROP:
        told = "it would put its own cards in the place of others, but names none"
        yield ("override_routing",), told, "name cards, or leave override_routing out"


def _one_by_one(book: Book, strategy: Strategy) -> Iterator[tuple[Pointer, str, str]]:
    seen: set[tuple[str, int]] = set()
    for place, item in enumerate(strategy.cards):
        at: Pointer = ("cards", place, "card")
        wrong = _unfit(look_up(book, RateCard, item.card), item)
        if wrong:
            yield at, wrong, "name a provider card for calls going out"
        tier = item.tier if strategy.type is StrategyType.TIER else 1
        if (item.card, tier) in seen:
            yield at, f"{item.card} is named before already", "name it once; weight is its share"
        seen.add((item.card, tier))
        if "tier" in item.model_fields_set and strategy.type is not StrategyType.TIER:
            told = f"{strategy.type} knows no tiers"
            yield (
                ("cards", place, "tier"),
                told,
                f"write type: {StrategyType.TIER}, or leave it out",
            )


def _unfit(card: RateCard | None, item: StrategyCard) -> str:
    if card is not None and card.side is not Side.PROVIDER:
        return f"{item.card} is a customer card"
    if card is not None and card.direction is not CallDirection.TERMINATION:
        return f"{item.card} is for calls coming in"
    return ""
