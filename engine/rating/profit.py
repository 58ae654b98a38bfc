"""Profit rules of a card: which rule is for which prefix, and the price it makes of what the parents ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from engine.calls.patterns import fits
from engine.rating.charge import rounded
from engine.rating.prefixes import LONGEST
from engine.rating.terms import nano_of
from schemas.prefix_set import PrefixSet
from schemas.rate_card import (
    Compact,
    PriceColumn,
    ProfitAction,
    ProfitRule,
    ProfitType,
    Rounding,
)
from schemas.voice import is_plain_line

PLACES = 6
"""Decimals of a generated price where no rule says another number."""

Exact: TypeAlias = int | Fraction
"""An amount that is not rounded; a whole number where it can be one."""

Choice: TypeAlias = tuple[int, ...]
"""For each column of a card, in their order, the place of the rule that is for it; -1: none is."""

_DIGITS = re.compile(rf"[0-9]{{1,{LONGEST}}}\Z")
_WORST = (Rounding.UP, Rounding.HALF_UP, Rounding.HALF_DOWN, Rounding.DOWN)


class Rules:
    """The profit rules of a card; the longest match counts, of two equally long ones the upper."""

    def __init__(
        self,
        rules: Sequence[ProfitRule],
        columns: Sequence[str],
        prefix_set: Callable[[str], PrefixSet | None],
    ) -> None:
        """Take the rules of a card with these price columns; ``prefix_set`` gives a set by its id."""
        self.rules = tuple(rules)
        self._columns = tuple(columns)
        self._matchers = tuple(_Matcher(rule, prefix_set) for rule in self.rules)
        cuts = {line for matcher in self._matchers for line in matcher.plain()}
        # Without patterns the longest of these that a prefix begins with decides which rules fit it.
        self._cuts = None if any(one.has_patterns for one in self._matchers) else cuts
        self._lengths = sorted({len(line) for line in cuts}, reverse=True)
        self._chosen: dict[str, Choice] = {}

    def prefixes(self) -> Iterator[str]:
        """Give every prefix at which another rule may begin to count."""
        for matcher in self._matchers:
            yield from (line for line in matcher.plain() if _DIGITS.match(line))

    def choose(self, prefix: str) -> Choice:
        """Give the rule that counts for each column of a prefix."""
        cut = prefix
        if self._cuts is not None:
            heads = (prefix[:length] for length in self._lengths)
            cut = next((head for head in heads if head in self._cuts), "")
        if cut not in self._chosen:
            self._chosen[cut] = self._choose(cut)
        return self._chosen[cut]

    def _choose(self, prefix: str) -> Choice:
        fitting = [
            (length, -place)
            for place, matcher in enumerate(self._matchers)
            if (length := matcher.length(prefix)) is not None
        ]
        fitting.sort(reverse=True)
        return tuple(
            next((-at for _, at in fitting if _is_for(self.rules[-at], column)), -1)
            for column in self._columns
        )

    def action(self, choice: Choice) -> ProfitAction:
        """Say what becomes of a row as a whole: it has a price unless no column keeps one."""
        actions = {self._action(place) for place in choice}
        if ProfitAction.PROFIT in actions:
            return ProfitAction.PROFIT
        return ProfitAction.BLOCKED if ProfitAction.BLOCKED in actions else ProfitAction.REMOVE

    def _action(self, place: int) -> ProfitAction:
        return self.rules[place].action if place >= 0 else ProfitAction.PROFIT

    def of_column(self, choice: Choice, at: int) -> ProfitRule | None:
        """Give the rule that makes the price of a column, the one at ``at``; None: it is sold at cost."""
        return self.rules[choice[at]] if choice[at] >= 0 else None

    def of_row(self, choice: Choice) -> ProfitRule | None:
        """Give the rule that sets what a row has besides prices: that of its first column that has one."""
        return next((self.rules[place] for place in choice if place >= 0), None)


def _is_for(rule: ProfitRule, column: str) -> bool:
    """Whether a rule is for a column; the prices between zones go with the rate."""
    if rule.action is not ProfitAction.PROFIT or not rule.apply_to:
        return True
    return PriceColumn(column if column in ("inter", "intra") else "rate") in rule.apply_to


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of which any may fit: plain ones by looking up, patterns one by one, held against the prefix of a row."""

    plain: frozenset[str]
    patterns: tuple[str, ...]

    def length(self, prefix: str) -> int | None:
        longest = next((n for n in range(len(prefix), 0, -1) if prefix[:n] in self.plain), None)
        found = (fits(pattern, prefix) for pattern in self.patterns)
        return max((n for n in (longest, *found) if n is not None), default=None)


def _lines(lines: Iterable[str]) -> _Lines:
    given = tuple(lines)
    return _Lines(
        frozenset(line for line in given if is_plain_line(line)),
        tuple(line for line in given if not is_plain_line(line)),
    )


class _Matcher:
    def __init__(self, rule: ProfitRule, prefix_set: Callable[[str], PrefixSet | None]) -> None:
        self._match = _lines((rule.match,)) if rule.match is not None else None
        named = prefix_set(rule.prefix_set) if rule.prefix_set else None
        self._among = _lines(named.lines if named else ()) if rule.prefix_set else None
        self._excluding = _lines(named.excluding) if named and named.excluding else None

    @property
    def has_patterns(self) -> bool:
        """Whether any line is a pattern."""
        return any(lines.patterns for lines in self._every())

    def plain(self) -> Iterator[str]:
        """Give every line that is none."""
        for lines in self._every():
            yield from lines.plain

    def _every(self) -> Iterator[_Lines]:
        given = (self._match, self._among, self._excluding)
        return (lines for lines in given if lines is not None)

    def length(self, prefix: str) -> int | None:
        """Give how many digits the rule fits a prefix by, None if it is not for it."""
        longest = 0
        for lines in (self._match, self._among):
            if lines is not None:
                length = lines.length(prefix)
                if length is None:
                    return None
                longest = max(longest, length)
        if self._excluding is not None and self._excluding.length(prefix) is not None:
            return None
        return longest


# --- prices --------------------------------------------------------------------------------------------------------


def compacted(values: Sequence[Exact], how: Compact) -> Exact:
    """Make one price of several."""
    match how:
        case Compact.MIN:
            return min(values)
        case Compact.MAX:
            return max(values)
        case Compact.AVG:
            return Fraction(sum(values)) / len(values)


def with_profit(cost: Fraction, rule: ProfitRule | None) -> Fraction:
    """Give the price of a minute that a rule makes of its cost; no rule leaves it, and no price is below nothing."""
    if rule is None:
        return cost
    value = Fraction(rule.value)
    match rule.type:
        case ProfitType.ABSOLUTE:
            price = value
        case ProfitType.RELATIVE:
            price = cost + value
        case ProfitType.PERCENT:
            price = cost * (1 + value / 100)
    return max(price, Fraction(0))


def rounded_nano(amount: Fraction, rule: ProfitRule | None, worst: Rounding) -> int:
    """Round an exact amount to the places a rule says, and give it in nano-units.

    ``worst`` is the rounding where the rule says none.
    """
    overrides = rule.overrides if rule else None
    places = PLACES if overrides is None or overrides.places is None else overrides.places
    rounding = overrides.rounding if overrides and overrides.rounding else worst
    return nano_of(rounded(amount, places, rounding))


def worst_rounding(roundings: Iterable[Rounding]) -> Rounding:
    """Give the rounding that makes the highest price."""
    return min(roundings, key=_WORST.index)
