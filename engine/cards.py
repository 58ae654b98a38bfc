"""What rate cards are made of and routed over, and which stand beside which table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.checks import Scope
from engine.edits import Pointer
from engine.rate_table import rate_table_at
from schemas.rate_card import RateCard


def sources_of(card: RateCard) -> Iterator[tuple[Pointer, str]]:
    """Give every card that another one is made of or routed over, with the place that names it."""
    for place, name in enumerate(card.build.parents):
        yield ("build", "parents", place), name
    for place, name in enumerate(card.dynamic_routing):
        yield ("dynamic_routing", place), name


def with_tables(scope: Scope) -> Scope:
    """Add the cards whose rows are in scope."""
    rates = {path for path in scope.paths or () if rate_table_at(path) is not None}
    if not rates or scope.paths is None:
        return scope
    cards = {path.removesuffix("rates.csv") + "card.yaml" for path in rates}
    return replace(scope, paths=scope.paths | cards)
