"""The rows of a customer card made of provider cards by its profit rules: for every number the rule applied to what each parent says.

Every prefix of a parent and of a rule cuts the numbers; what is left out cuts the shorter prefixes around it into their
ten parts. So each prefix has one well-defined price. Source: docs/decisions/0016-built-rate-cards.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from engine.errors import Refused
from engine.rating.charge import NANO, Step
from engine.rating.offers import Offer, Offers, Parent, unit_of
from engine.rating.prefixes import LONGEST, code_of
from engine.rating.profit import (
    Choice,
    Exact,
    Rules,
    compacted,
    rounded_nano,
    with_profit,
    worst_rounding,
)
from engine.rating.terms import BLOCKED, Terms, columns_of, nano_of, price_in
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
        self._places = range(len(self._columns))
        self._unit = unit_of(recipe.parents)
        self._names: dict[str, str] = {}
        self._offers = [
            Offers(parent, self._columns, recipe.card.build.collapse, self._unit)
            for parent in recipe.parents
        ]
        states = ("", *sorted(recipe.windows))
        self._lines = {
            state: [
                Timelines(parent.rates, recipe.at_ms, _open(recipe.windows, state))
                for parent in recipe.parents
            ]
            for state in states
        }
        self._made: dict[tuple[Choice, tuple[int, ...]], Terms | None] = {}
        self._rates: dict[tuple[Exact, int, Rounding], int] = {}
        self._timed: dict[tuple[Choice, tuple[int, ...]], Effective] = {}
        self._found: dict[str, tuple[int, ...]] = {}
        self._ranges = [parent.rates.ranges for parent in recipe.parents]
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
        return self.recipe.rules.choose(prefix)

    # --- what they cost ------------------------------------------------------------------------------------------

    def effective(self, prefix: str, window: str = "") -> Effective:
        """Give what calls to a prefix cost while a window is open, and no other; empty: while none is."""
        choice = self._choice(prefix)
        timelines = self._lines.get(window, self._lines[""])
        lines = [
            one.of_group(group) for one, group in zip(timelines, self._groups(prefix), strict=True)
        ]
        if all(len(line) == 1 for line in lines):
            return self._always(choice, tuple([line[0][1] for line in lines]), prefix)
        return merged(
            (moment, self._terms(choice, tuple(at(line, moment) for line in lines), prefix))
            for moment in borders(lines)
        )

    def _groups(self, prefix: str) -> Sequence[int]:
        """Give the place of the longest prefix at each parent; a rebuild asks three times for each."""
        found = self._found.get(prefix)
        if found is None:
            code = code_of(prefix)
            places = [longest[bisect_right(starts, code) - 1] for starts, longest in self._ranges]
            found = self._found[prefix] = tuple(places)
        return found

    def _always(self, choice: Choice, rows: tuple[int, ...], prefix: str) -> Effective:
        key = (choice, rows)
        if key not in self._timed:
            self._timed[key] = ((self.recipe.at_ms, self._terms(choice, rows, prefix)),)
        return self._timed[key]

    def _terms(self, choice: Choice, rows: tuple[int, ...], prefix: str) -> Terms | None:
        counting = [
            (offers, row) for offers, row in zip(self._offers, rows, strict=True) if row != NO_ROW
        ]
        numbers = tuple(
            offers.number(row) if row != NO_ROW else NO_ROW
            for offers, row in zip(self._offers, rows, strict=True)
        )
        key = (choice, numbers)
        if key not in self._made:
            self._made[key] = self._make(choice, [one.of(row) for one, row in counting], prefix)
        return self._made[key]

    def _make(self, choice: Choice, offers: Sequence[Offer], prefix: str) -> Terms | None:
        """Make the terms of a row of what the parents offer; None: it has none."""
        action = self.recipe.rules.action(choice)
        if not offers or action is ProfitAction.REMOVE:
            return None
        usable = [offer for offer in offers if offer.is_usable]
        if action is ProfitAction.BLOCKED or not usable:
            return BLOCKED
        asked = [[one for one in usable if one.costs[at] is not None] for at in self._places]
        if not all(asked):
            return BLOCKED
        return self._priced_row(choice, usable, asked, prefix)

    def _priced_row(
        self,
        choice: Choice,
        offers: Sequence[Offer],
        asked: Sequence[Sequence[Offer]],
        prefix: str,
    ) -> Terms:
        card = self.recipe.card
        worst = worst_rounding([offer.parent.rounding for offer in offers])
        costs = [self._cost(at, asked[at]) for at in self._places]
        given = {
            column: self._rate(cost, place, worst)
            for column, cost, place in zip(self._columns, costs, choice, strict=True)
        }
        row = self.recipe.rules.of_row(choice)
        overrides = row.overrides if row else _NO_OVERRIDES
        return Terms(
            prices=tuple((name, price_in(given, name) or 0) for name in columns_of(card)),
            connect=self._connect(offers, row, worst),
            minimum_s=max([offer.terms.minimum_s for offer in offers])
            if overrides.minimum_s is None
            else overrides.minimum_s,
            increment_s=max([offer.terms.increment_s for offer in offers])
            if overrides.increment_s is None
            else overrides.increment_s,
            free_s=card.defaults.free_s,
            grace_s=card.defaults.grace_s,
            steps=self._steps(asked[0], costs[0], choice[0], worst, prefix),
        )

    def _cost(self, at: int, offers: Sequence[Offer]) -> Exact:
        """Make one cost of what several ask for a column."""
        asked = [cost for offer in offers if (cost := offer.costs[at]) is not None]
        return compacted(asked, self.recipe.card.build.compact)

    def _rate(self, cost: Exact, rule: int, worst: Rounding) -> int:
        """Give the rate that a rule, named by its place, makes of the cost of a minute."""
        key = (cost, rule, worst)
        if key not in self._rates:
            made = self.recipe.rules.rules[rule] if rule >= 0 else None
            per_minute = with_profit(Fraction(cost) / self._unit, made)
            per_s = self.recipe.card.per_seconds
            self._rates[key] = rounded_nano(per_minute * Fraction(per_s, 60), made, worst)
        return self._rates[key]

    def _connect(self, offers: Sequence[Offer], rule: ProfitRule | None, worst: Rounding) -> int:
        if rule is not None and rule.overrides.connect is not None:
            return nano_of(rule.overrides.connect)
        dearest = max([offer.connect for offer in offers])
        return rounded_nano(Fraction(dearest) / self._unit, rule, worst) if dearest else 0

    def _steps(
        self, asked: Sequence[Offer], cost: Exact, rule: int, worst: Rounding, prefix: str
    ) -> tuple[Step, ...]:
        """Take over the steps of the parent whose price was taken, the rule applied to each."""
        stepped = [offer for offer in asked if offer.terms.steps]
        rules, build = self.recipe.rules.rules, self.recipe.card.build
        if not stepped or (rule >= 0 and rules[rule].type is ProfitType.ABSOLUTE):
            return ()
        if len(asked) > 1 and build.compact is Compact.AVG:
            raise Refused(
                f"{prefix} has prices by position in the call at {stepped[0].parent.name}, which have no average",
                "write build.compact: min or max, or give it an absolute price by a rule of its own",
            )
        taken = next(offer for offer in asked if offer.costs[0] == cost)
        exchange = taken.parent.exchange * self._unit / NANO
        return tuple(
            replace(
                step,
                rate=self._rate(step.rate * exchange * Fraction(60, step.per_s), rule, worst),
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
        if prefix not in self._names:
            heads = [
                parent.rates.head_of(group)
                for parent, group in zip(self.recipe.parents, self._groups(prefix), strict=True)
                if group >= 0
            ]
            # Of equally long ones the first counts.
            self._names[prefix] = max(heads, key=lambda head: head[0], default=(0, ""))[1]
        return self._names[prefix]


_NO_OVERRIDES = Overrides()


def _open(windows: Mapping[str, int], state: str) -> Mapping[str, int]:
    return {state: windows[state]} if state else {}


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
