"""Rows about a crowd of clients: how long acknowledgements are waited for, and how many are given a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.harness import Row, Sample, compare

CROWD, THRONG = 50, 200
REQUESTS_EACH = {CROWD: 8, THRONG: 4}
ROUNDS = 5
P99_MS, LATEST_MS, MOST_TIMES = 150, 3000, 2.5


@dataclass(frozen=True, slots=True)
class Crowd:
    """What one crowd met: how long each request was waited for, and all of them together."""

    waits: tuple[float, ...]
    took: float

    def waited(self, percent: int) -> float:
        """The time that this share of all waits stays below, in milliseconds."""
        return Sample(self.waits).percentile(percent)

    @property
    def latest(self) -> float:
        """The longest wait."""
        return max(self.waits)

    @property
    def each(self) -> float:
        """Milliseconds from one acknowledgement to the next."""
        return self.took / len(self.waits)


Send = Callable[[int, str], Crowd]
"""Lets so many clients loose, under a label of their own; gives what they met."""
_Met = Sequence[tuple[Crowd, Crowd]]


def rows_of(ours: Send, peer: Send, against: str, settle: Callable[[], None]) -> Sequence[Row]:
    """Let crowds loose on both in turns; ``settle`` waits until the work of the last crowd is done."""
    ours(CROWD, "warm")
    peer(CROWD, "warm")
    small, large = (_rounds(ours, peer, clients, settle) for clients in (CROWD, THRONG))

    def row(name: str, met: _Met, of: Callable[[Crowd], float], **aims: float) -> Row:
        mine, other = (Sample(tuple(map(of, crowds))) for crowds in zip(*met, strict=True))
        return compare(name, mine, against, other, **aims)

    return (
        row(f"{CROWD} clients, p50", small, lambda crowd: crowd.waited(50)),
        row(f"{CROWD} clients, p99", small, lambda crowd: crowd.waited(99), at_most_ms=P99_MS),
        row(f"{THRONG} clients, p99", large, lambda crowd: crowd.waited(99)),
        row(f"{THRONG} clients, slowest", large, lambda crowd: crowd.latest, at_most_ms=LATEST_MS),
        row(f"{THRONG} clients, each", large, lambda crowd: crowd.each, at_most=MOST_TIMES),
    )


def _rounds(ours: Send, peer: Send, clients: int, settle: Callable[[], None]) -> _Met:
    met = []
    for number in range(ROUNDS):
        settle()
        mine = ours(clients, f"{clients}.{number}")
        settle()
        met.append((mine, peer(clients, f"{clients}.{number}")))
    return met
