"""The rows of a customer card made of provider cards by its profit rules: for every number the rule applied to what each parent says.

Every prefix of a parent and of a rule cuts the numbers; what is left out cuts the shorter prefixes around it into their
ten parts. So each prefix has one well-defined price. Source: docs/decisions/0016-built-rate-cards.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from engine.errors import Refused
from engine.rating.charge import Step
from engine.rating.compiled import CompiledRates, PricedRow
from engine.rating.prefixes import LONGEST
from engine.rating.profit import (
    Choice,
    Rules,
    compacted,
    rounded_nano,
    with_profit,
    worst_rounding,
)
from engine.rating.terms import BLOCKED, Terms, columns_of, nano_of, price_in, terms_of
from engine.rating.timelines import NO_ROW, Line, Timelines, at, borders, merged
from schemas.rate_card import (
    Compact,
    Overrides,
    ProfitAction,
    ProfitRule,
    ProfitType,
    RateCard,
    Rounding,
)

EVER = 2**62
"""The instant by which nothing has ended."""


@dataclass(frozen=True, slots=True)
class Parent:
    """A card that another is made of. ``exchange`` turns its currency into the other's."""

    name: str
    card: RateCard
    rates: CompiledRates
    exchange: Fraction
    rounding: Rounding

    @property
    def per_minute(self) -> Fraction:
        """What turns a rate of its rows into the price of a minute in the other card's currency."""
        return self.exchange * Fraction(60, self.card.per_seconds)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a parent says of a prefix."""

    parent: Parent
    row: PricedRow
    terms: Terms


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of time, [since, until), and what a row says in it; ``until`` is ``EVER`` for no end."""

    since: int
    until: int
    terms: Terms


Effective: TypeAlias = Line[Terms | None]
"""What calls to a prefix cost, from an instant on; None where it has no rate."""


@dataclass(slots=True)
class Recipe:
    """How a card is made: its header, its parents, its rules, the instant, and its windows in which rows count."""

    card: RateCard
    parents: Sequence[Parent]
    rules: Rules
    at_ms: int
    windows: Mapping[str, int] = field(default_factory=dict)


class Building:
    """A card as its parents and rules make it. ``more`` are prefixes to look at besides those that cut anyway."""

    def __init__(self, recipe: Recipe, more: Iterable[str] = ()) -> None:
        """Find the prefixes; prices are worked out when asked for."""
        self.recipe = recipe
        self._columns = ("rate",) if recipe.card.build.collapse else columns_of(recipe.card)
        states = ("", *sorted(recipe.windows))
        self._lines = {
            state: [
                Timelines(parent.rates, recipe.at_ms, _open(recipe.windows, state))
                for parent in recipe.parents
            ]
            for state in states
        }
        self._choices: dict[str, Choice] = {}
        self._priced: dict[tuple[Choice, tuple[int, ...]], Terms | None] = {}
        self._timed: dict[tuple[Choice, tuple[Line[int], ...]], Effective] = {}
        self.prefixes, self.hollow = self._cut(more)

    @property
    def nothing(self) -> Effective:
        """No rate, whenever."""
        return ((self.recipe.at_ms, None),)

    # --- which prefixes ------------------------------------------------------------------------------------------

    def _cut(self, more: Iterable[str]) -> tuple[Sequence[str], frozenset[str]]:
        """Give every prefix that cuts, in order, and those that are given up because something below is left out."""
        known = {prefix for parent in self.recipe.parents for prefix in parent.rates.every_prefix}
        known.update(self.recipe.rules.prefixes(), more)
        hollow: set[str] = set()
        if not any(rule.action is ProfitAction.REMOVE for rule in self.recipe.rules.rules):
            return sorted(known), frozenset()
        for prefix in [one for one in sorted(known) if self._is_removed(one)]:
            top = next(
                (
                    prefix[:length]
                    for length in range(1, len(prefix))
                    if prefix[:length] in known and not self._is_removed(prefix[:length])
                ),
                prefix,
            )
            for length in range(len(top), len(prefix)):
                hollow.add(prefix[:length])
                known.update(prefix[:length] + digit for digit in "0123456789")
        return sorted(known), frozenset(hollow)

    def _is_removed(self, prefix: str) -> bool:
        return self.recipe.rules.action(self._choice(prefix)) is ProfitAction.REMOVE

    def _choice(self, prefix: str) -> Choice:
        if prefix not in self._choices:
            self._choices[prefix] = self.recipe.rules.choose(prefix)
        return self._choices[prefix]

    # --- what they cost ------------------------------------------------------------------------------------------

    def effective(self, prefix: str, window: str = "") -> Effective:
        """Give what calls to a prefix cost while a window is open, and no other; empty: while none is."""
        choice = self._choice(prefix)
        timelines = self._lines.get(window, self._lines[""])
        lines = tuple(line.of(prefix) for line in timelines)
        known = self._timed.get((choice, lines))
        if known is None:
            moments = borders(lines) or (self.recipe.at_ms,)
            known = merged(
                (moment, self._terms(choice, tuple(at(line, moment) for line in lines), prefix))
                for moment in moments
            )
            self._timed[choice, lines] = known
        return known

    def _terms(self, choice: Choice, rows: tuple[int, ...], prefix: str) -> Terms | None:
        parents = self.recipe.parents
        numbers = tuple(
            parent.rates.price_number(row) if row != NO_ROW else NO_ROW
            for parent, row in zip(parents, rows, strict=True)
        )
        if (choice, numbers) not in self._priced:
            offers = [
                _offer(parent, row)
                for parent, row in zip(parents, rows, strict=True)
                if row != NO_ROW
            ]
            self._priced[choice, numbers] = self._made(choice, offers, prefix)
        return self._priced[choice, numbers]

    def _made(self, choice: Choice, offers: Sequence[Offer], prefix: str) -> Terms | None:
        """Make the terms of a row of what the parents offer; None: it has none."""
        action = self.recipe.rules.action(choice)
        if not offers or action is ProfitAction.REMOVE:
            return None
        usable = [offer for offer in offers if _is_usable(offer)]
        if action is ProfitAction.BLOCKED or not usable:
            return BLOCKED
        return self._priced_row(choice, usable, prefix)

    def _priced_row(self, choice: Choice, offers: Sequence[Offer], prefix: str) -> Terms:
        card, build = self.recipe.card, self.recipe.card.build
        worst = worst_rounding(offer.parent.rounding for offer in offers)
        prices: list[tuple[str, int]] = []
        steps: tuple[Step, ...] = ()
        for place, column in enumerate(self._columns):
            rule = self.recipe.rules.of_column(choice, place)
            asked = [(cost, offer) for offer in offers for cost in self._cost(offer, column)]
            if not asked:
                return BLOCKED
            cost = compacted([one for one, _ in asked], build.compact)
            prices.append((column, self._rate(with_profit(cost, rule), rule, worst)))
            if place == 0:
                steps = self._steps(asked, cost, rule, worst, prefix)
        given = dict(prices)
        filled = [(name, price_in(given, name)) for name in columns_of(card)]
        row = self.recipe.rules.of_row(choice)
        overrides = row.overrides if row else Overrides()
        return Terms(
            prices=tuple((name, price) for name, price in filled if price is not None),
            connect=self._connect(offers, row, worst),
            minimum_s=_first(overrides.minimum_s, max(one.terms.minimum_s for one in offers)),
            increment_s=_first(overrides.increment_s, max(one.terms.increment_s for one in offers)),
            free_s=card.defaults.free_s,
            grace_s=card.defaults.grace_s,
            steps=steps,
        )

    def _cost(self, offer: Offer, column: str) -> Iterator[Fraction]:
        """Give what a parent asks for a minute of a column, unless that is above what its card may ask."""
        parent, collapse = offer.parent, self.recipe.card.build.collapse
        if collapse:
            own = [Fraction(price) for _, price in offer.terms.prices]
            price: Fraction | None = compacted(own, collapse)
        else:
            found = price_in(dict(offer.terms.prices), column)
            price = None if found is None else Fraction(found)
        head = _head(offer.terms)
        if head is not None:
            price = Fraction(head.rate * parent.card.per_seconds, head.per_s)
        if price is None:
            return
        cap = parent.card.outgoing.capped_rate
        own_minute = price * Fraction(60, parent.card.per_seconds)
        if cap is None or own_minute <= nano_of(cap):
            yield price * parent.per_minute / _NANO

    def _rate(self, per_minute: Fraction, rule: ProfitRule | None, worst: Rounding) -> int:
        per_s = self.recipe.card.per_seconds
        return rounded_nano(per_minute * Fraction(per_s, 60), rule, worst)

    def _connect(self, offers: Sequence[Offer], rule: ProfitRule | None, worst: Rounding) -> int:
        if rule is not None and rule.overrides.connect is not None:
            return nano_of(rule.overrides.connect)
        dearest = max(one.terms.connect * one.parent.exchange for one in offers)
        return rounded_nano(dearest / _NANO, rule, worst)

    def _steps(
        self,
        asked: Sequence[tuple[Fraction, Offer]],
        cost: Fraction,
        rule: ProfitRule | None,
        worst: Rounding,
        prefix: str,
    ) -> tuple[Step, ...]:
        """Take over the steps of the parent whose price was taken, the rule applied to each."""
        stepped = [offer for _, offer in asked if offer.terms.steps]
        if not stepped or (rule is not None and rule.type is ProfitType.ABSOLUTE):
            return ()
        if len(asked) > 1 and self.recipe.card.build.compact is Compact.AVG:
            raise Refused(
                f"{prefix} has prices by position in the call at {stepped[0].parent.name}, which have no average",
                "write build.compact: min or max, or give it an absolute price by a rule of its own",
            )
        taken = next(offer for price, offer in asked if price == cost)
        return tuple(
            replace(
                step,
                rate=self._rate(
                    with_profit(
                        step.rate * taken.parent.exchange * Fraction(60, step.per_s) / _NANO, rule
                    ),
                    rule,
                    worst,
                ),
                per_s=self.recipe.card.per_seconds,
            )
            for step in taken.terms.steps
        )

    # --- rows ----------------------------------------------------------------------------------------------------

    def rows(self) -> Iterator[tuple[str, str, tuple[Run, ...]]]:
        """Give every row that is needed: prefix, window, and when it says what. Left out is what changes no price."""
        around: list[tuple[str, Mapping[str, Effective]]] = []
        outside = dict.fromkeys(self._lines, self.nothing)
        for prefix in self.prefixes:
            while around and not prefix.startswith(around[-1][0]):
                around.pop()
            above = around[-1][1] if around else outside
            if prefix in self.hollow or len(prefix) > LONGEST:
                continue
            own = {state: self.effective(prefix, state) for state in self._lines}
            around.append((prefix, own))
            plain = tuple(_needed(own[""], above[""]))
            if plain:
                yield prefix, "", plain
            for window in self.recipe.windows:
                timed = tuple(_needed(own[window], _without(above[window], plain)))
                if timed:
                    yield prefix, window, timed

    def name_of(self, prefix: str) -> str:
        """Give the name of a destination: the rule's, else that of the parent who knows the most of its digits."""
        rule = self.recipe.rules.of_row(self._choice(prefix))
        if rule is not None and rule.overrides.name is not None:
            return rule.overrides.name
        longest, name = -1, ""
        for parent in self.recipe.parents:
            group = parent.rates.place(prefix)
            if group >= 0 and len(parent.rates.every_prefix[group]) > longest:
                longest = len(parent.rates.every_prefix[group])
                name = parent.rates.row(parent.rates.places_of(group)[0]).name
        return name


_NANO = 10**9


def _open(windows: Mapping[str, int], state: str) -> Mapping[str, int]:
    return {state: windows[state]} if state else {}


def _first(one: int | None, other: int) -> int:
    return other if one is None else one


def _offer(parent: Parent, row: int) -> Offer:
    found = parent.rates.row(row)
    return Offer(parent, found, terms_of(found, parent.card))


def _head(terms: Terms) -> Step | None:
    return terms.steps[0] if terms.steps and terms.steps[0].from_s == 0 else None


def _is_usable(offer: Offer) -> bool:
    """Whether calls are sent by a row: it is not blocked, and has no connection fee where those are not wanted."""
    fee = offer.terms.connect and offer.parent.card.outgoing.block_connect_cost
    return not offer.terms.blocked and not fee


def _needed(own: Effective, above: Effective) -> Iterator[Run]:
    """Give the stretches of a price that is not always what counts without it."""
    if own == above:
        return
    moments = borders((own, above))
    for place, (since, terms) in enumerate(own):
        until = own[place + 1][0] if place + 1 < len(own) else EVER
        inside = [moment for moment in moments if since <= moment < until]
        if terms is not None and any(at(above, moment) != terms for moment in inside):
            yield Run(since, until, terms)


def _without(above: Effective, runs: Sequence[Run]) -> Effective:
    """Give what counts in a window where the prefix has no row for it: its own plain row, else what is above."""
    if not runs:
        return above
    moments = {since for since, _ in above}
    moments |= {moment for run in runs for moment in (run.since, run.until) if moment < EVER}
    return merged(
        (
            moment,
            next((run.terms for run in runs if run.since <= moment < run.until), at(above, moment)),
        )
        for moment in sorted(moments)
    )
