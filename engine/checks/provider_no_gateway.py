"""An active provider has a gateway for what we buy from it: one that receives our calls, one that sends calls to DIDs.

A card of a provider nobody can reach is chosen and fails on every call. A range holder only stands for numbers and
needs no gateway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from engine.references import reference_index
from schemas.kinds import kind_of
from schemas.provider import Provider
from schemas.rate_card import RateCard
from schemas.voice import CallDirection, Direction, RecordStatus

RULE = "provider-no-gateway"
SEVERITY = Severity.ERROR
SET = "telephony"

NEEDED: Mapping[CallDirection, tuple[Direction, str]] = {
    CallDirection.TERMINATION: (Direction.RECEIVES, "receives calls from us"),
    CallDirection.ORIGINATION: (Direction.SENDS, "sends calls to us"),
}


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at providers in scope, and at those whose cards are."""
    names = {loaded.id for loaded, _ in each(book, scope, Provider)}
    if scope.paths is not None:
        names |= {str(card.provider) for _, card in each(book, scope, RateCard) if card.provider}
    for name in sorted(names):
        provider = look_up(book, Provider, name)
        if provider and provider.status is RecordStatus.ACTIVE and not provider.range_holder:
            for message, hint in _wrong(book, name, provider):
                path = book.path_of("provider", name)
                yield book.problem(path, ("gateways",), RULE, message, hint)


def _wrong(book: Book, name: str, provider: Provider) -> Iterator[tuple[str, str]]:
    working = {gateway.direction for gateway in provider.gateways if gateway.enabled}
    if not working:
        yield (
            f"{name} is active and has no gateway that is enabled",
            "add a gateway, or write status: inactive",
        )
        return
    for direction, (needed, words) in NEEDED.items():
        card = _card(book, name, direction)
        if card and not working & {needed, Direction.BOTH}:
            yield (
                f"card {card} is for {direction}, but no gateway {words}",
                f"add a gateway with direction: {needed}",
            )


def _card(book: Book, provider: str, direction: CallDirection) -> str | None:
    """Give a card of this provider and direction, None if it has none."""
    for held in book.documents.facts.find(reference_index("provider"), provider):
        placed = kind_of(held.path)
        if placed and held.fact.at == ("provider",) and placed[0].model is RateCard:
            card = look_up(book, RateCard, placed[1])
            if card and card.direction is direction:
                return placed[1]
    return None
