"""Interleaved rounds, medians and ratios: variants take turns, so that a slow moment of the machine hits all alike."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter_ns

NS_PER_MS = 1_000_000
FEWEST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """Times of one variant in milliseconds, one per round, in the order of the rounds."""

    times: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle time."""
        return median(self.times)

    def percentile(self, percent: int) -> float:
        """The time that this share of all times stays below."""
        return quantiles(self.times, n=100, method="inclusive")[percent - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: ours and the peer's in milliseconds (or in ``unit``), their ratio, and what was aimed at.

    ``at_most`` is the greatest ratio aimed at, ``at_most_ms`` the longest time; None where there is no such target.
    """

    name: str
    ours_ms: float
    peer: str
    peer_ms: float
    ratio: float
    rounds: int
    at_most: float | None = None
    at_most_ms: float | None = None
    unit: str = "ms"

    @property
    def met(self) -> bool:
        """Whether every target is met."""
        in_ratio = self.at_most is None or self.ratio <= self.at_most
        in_time = self.at_most_ms is None or self.ours_ms <= self.at_most_ms
        return in_ratio and in_time


def take_turns(
    variants: Mapping[str, Callable[[], object]], *, rounds: int, budget_s: float
) -> Mapping[str, Sample]:
    """Time every variant once per round, in an order that turns with each round.

    One round before the first is not counted. Stops early when the budget is spent, though not before three rounds.
    """
    names = list(variants)
    for name in names:
        variants[name]()
    times: dict[str, list[float]] = {name: [] for name in names}
    began = perf_counter_ns()
    for number in range(rounds):
        if number >= FEWEST_ROUNDS and perf_counter_ns() - began > budget_s * 1000 * NS_PER_MS:
            break
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(timed(variants[name]))
    return {name: Sample(tuple(taken)) for name, taken in times.items()}


def timed(run: Callable[[], object]) -> float:
    """Give how many milliseconds one run takes; garbage of earlier runs is cleared before."""
    gc.collect()
    began = perf_counter_ns()
    run()
    return (perf_counter_ns() - began) / NS_PER_MS


def compare(
    name: str,
    ours: Sample,
    peer: str,
    theirs: Sample,
    *,
    at_most: float | None = None,
    at_most_ms: float | None = None,
) -> Row:
    """Set two samples against each other: the ratio is the median of the ratios of each round."""
    pairs = [mine / other for mine, other in zip(ours.times, theirs.times, strict=True)]
    return Row(
        name=name,
        ours_ms=ours.median,
        peer=peer,
        peer_ms=theirs.median,
        ratio=median(pairs),
        rounds=len(pairs),
        at_most=at_most,
        at_most_ms=at_most_ms,
    )
