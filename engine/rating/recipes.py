"""What a built card is made of, gathered from a config: its parents with their rates, its rules, exchange rates, windows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import combinations

from engine.calls.config import Config, rates_path
from engine.calls.prices import rule_at
from engine.errors import Refused
from engine.rating.build import Building, Recipe
from engine.rating.compiled import milliseconds
from engine.rating.offers import Parent
from engine.rating.profit import Rules
from engine.rating.rebuild import Difference, Present, Rebuilt, rebuilt, stale
from engine.rating.terms import columns_of
from schemas.prefix_set import PrefixSet
from schemas.rate_card import RateCard
from schemas.windows import Window

LOOKED_AHEAD = timedelta(days=400)
"""How far ahead windows are compared that must not be open together."""


def recipe_of(config: Config, name: str, moment: datetime) -> Recipe:
    """Gather what a card is made of at an instant.

    Raises:
        Refused: it is made of nothing, or something it needs is missing; says what.
    """
    card = card_of(config, name)
    if not card.build.parents:
        raise Refused(
            f"{name} is written by hand: it has no build.parents",
            f"name the provider cards it is made of: rate card edit {name} --parents",
        )
    parents = tuple(_parent(config, name, card, parent, moment) for parent in card.build.parents)
    columns = ("rate",) if card.build.collapse else columns_of(card)

    def prefix_set(one: str) -> PrefixSet | None:
        held = config.prefix_set(one)
        return held[1] if held else None

    rules = Rules(card.build.profit, columns, prefix_set)
    windows = _windows(name, card, parents, moment)
    return Recipe(card, parents, rules, milliseconds(moment), windows)


def card_of(config: Config, name: str) -> RateCard:
    """Give the header of a card.

    Raises:
        Refused: there is none of that id, or it does not hold.
    """
    config.book.path_of("rate-card", name)
    held = config.card(name)
    if held is None:
        raise Refused(f"rate card {name} does not hold", "see what is wrong with it: validate")
    return held[1]


def _parent(config: Config, name: str, card: RateCard, parent: str, moment: datetime) -> Parent:
    header, rates = card_of(config, parent), config.rates.of(parent)
    if rates is None:
        raise Refused(
            f"{parent}, which {name} is made of, has no rates that hold",
            "see what is wrong with them: validate",
        )
    exchange = config.exchange(header.currency, card.currency, moment)
    if exchange is None:
        raise Refused(
            f"fx.yaml has no exchange rate from {header.currency} ({parent}) to {card.currency} ({name}) "
            f"at {moment:%Y-%m-%d %H:%M} UTC",
            f"add an entry: one {header.currency} is worth so many {card.currency}",
        )
    return Parent(parent, header, rates, exchange[0], rule_at(header, moment).rounding)


def _windows(
    name: str, card: RateCard, parents: tuple[Parent, ...], moment: datetime
) -> Mapping[str, int]:
    """Give the windows that rows of the parents name; the card has to have the same ones, never two open at once."""
    own = {window.id: window for window in card.windows}
    used: dict[str, Window] = {}
    for parent in parents:
        there = {window.id: window for window in parent.card.windows}
        for window in sorted(parent.rates.windows):
            if window not in there:
                continue  # never open, so that its rows never count
            if own.get(window) != there[window]:
                raise Refused(
                    f"rows of {parent.name} count in the window {window}, and {name} has no window {window} like it",
                    f"copy the window from the header of {parent.name} to that of {name}",
                )
            used[window] = there[window]
    for one, other in combinations(used.values(), 2):
        if any(one.is_open(at) and other.is_open(at) for at in _moments(one, other, moment)):
            raise Refused(
                f"the windows {one.id} and {other.id} of {name} are open at the same time, so its rows cannot say "
                "what all its parents say",
                "give them hours that do not overlap",
            )
    return {window.id: window.weight for window in used.values()}


def _moments(one: Window, other: Window, moment: datetime) -> Iterator[datetime]:
    yield moment
    for window in (one, other):
        yield from window.borders(moment, moment + LOOKED_AHEAD)


def building_of(config: Config, name: str, moment: datetime) -> tuple[Building, Present]:
    """Give a card as it would be built at an instant, and as its rows are.

    Raises:
        Refused: it cannot be built; says why.
    """
    recipe = recipe_of(config, name, moment)
    present = Present(recipe.card, config.rates.of(name), recipe.at_ms, recipe.windows)
    return Building(recipe, present.prefixes), present


def staleness(config: Config, name: str, moment: datetime) -> Difference | None:
    """Give a prefix whose calls would cost something else if the card were built at an instant, None if none would.

    Raises:
        Refused: it cannot be built; says why.
    """
    return stale(*building_of(config, name, moment))


def rebuild(config: Config, name: str, moment: datetime) -> Rebuilt:
    """Build a card and lay it over the rows it has.

    Raises:
        Refused: it cannot be built; says why.
    """
    building, present = building_of(config, name, moment)
    path = table_of(config, name)
    there = config.book.documents.blob(path) is not None
    return rebuilt(building, present, path, config.book.documents.data(path) if there else None)


def table_of(config: Config, name: str) -> str:
    """Give where the rows of a card stand."""
    return rates_path(config.book.path_of("rate-card", name))
