"""The longest prefix of a number alone, on a compiled table of 500,000 prefixes: a thousand lookups at a time.

Peer: ``bisect`` over a plain list of whole numbers, given the code of each number and its place in the list found, which
is the least a search in sorted ranges can be. Target: 2 microseconds each, so 2 ms for a thousand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from benchmarks.harness import Row, compare, take_turns
from benchmarks.traffic import COUNTRIES, rates
from engine.rating.compiled import CompiledRates
from engine.rating.compiling import compile_rates
from engine.rating.prefixes import code_of, ranges

PREFIXES = 500_000
LOOKUPS = 1_000
PEER = "bisect over a list, codes given"


def measure() -> Sequence[Row]:
    """Look up in turns; numbers are spread over the whole table, so that little of it stays in the processor's cache."""
    data = rates(PREFIXES)
    table = CompiledRates(compile_rates(data))
    starts, _, _ = ranges([line.split(b",", 1)[0].decode() for line in data.splitlines()[1:]])
    numbers = [
        f"{COUNTRIES[one % len(COUNTRIES)]}{one * 7_919_131 % 1_000_000_000:09}"
        for one in range(LOOKUPS)
    ]
    codes = [code_of(number) for number in numbers]

    def ours() -> None:
        for number in numbers:
            table.place(number)

    def peer() -> None:
        for code in codes:
            bisect_right(starts, code)

    taken = take_turns({"ours": ours, PEER: peer}, rounds=40, budget_s=20)
    name = f"{LOOKUPS:,} lookups, {PREFIXES:,} prefixes"
    return (compare(name, taken["ours"], PEER, taken[PEER], at_most_ms=2),)
