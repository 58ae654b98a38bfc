"""What rate cards are made of and routed over."""

from __future__ import annotations

from collections.abc import Iterator

from engine.edits import Pointer
from schemas.rate_card import RateCard


def sources_of(card: RateCard) -> Iterator[tuple[Pointer, str]]:
    """Give every card that another one is made of or routed over, with the place that names it."""
    for place, name in enumerate(card.build.parents):
        yield ("build", "parents", place), name
    for place, name in enumerate(card.dynamic_routing):
        yield ("dynamic_routing", place), name
