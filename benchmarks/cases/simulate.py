"""A simulated call on a book of 10,000 customers and 20 provider cards of 100,000 prefixes each, by 21 cards in all.

In process: the slowest hundredth of 3,000 different calls, from the call to the answer with every step, its peer the
median of the same calls. As a whole process with everything compiled and indexed: ``trunkline simulate`` against a bare
``python -c pass``. Targets: 1 ms for the slowest hundredth, 600 ms for the process.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter_ns

from adapters.rates.files import RateFiles
from benchmarks.cases.restart import house_over
from benchmarks.harness import NS_PER_MS, Row, Sample, compare, take_turns
from benchmarks.traffic import COUNTRIES, address, calling_remote
from engine.calls.config import BookRates, Config
from engine.calls.model import Call, Outcome
from engine.calls.path import decide
from schemas.counters import Counters

CUSTOMERS, ROWS, CALLS = 10_000, 100_000, 3_000
AT = datetime(2026, 6, 3, 10, 0, tzinfo=UTC)
PEER = "python -c pass"


def measure() -> Sequence[Row]:
    """Decide calls one after the other, then start processes in turns."""
    folder = calling_remote(CUSTOMERS, ROWS)
    sample = in_process(folder)
    slowest, middle = sample.percentile(99), sample.median
    inside = Row(
        name=f"slowest hundredth of {CALLS:,} calls",
        ours_ms=slowest,
        peer="their median",
        peer_ms=middle,
        ratio=slowest / middle,
        rounds=CALLS,
        at_most_ms=1,
    )
    taken = take_turns(processes(folder), rounds=15, budget_s=40)
    return (
        inside,
        compare("whole process", taken["simulate"], PEER, taken[PEER], at_most_ms=600),
    )


def in_process(folder: Path) -> Sample:
    """Give how long each call takes; every card has been opened before."""
    house = house_over(folder)
    book = house.books.head().book
    config = Config(book, BookRates(book, RateFiles(folder / "state" / "rates")))
    for number in range(20):
        _routed(config, number)
    times = []
    gc.collect()
    for number in range(CALLS):
        began = perf_counter_ns()
        _routed(config, number)
        times.append((perf_counter_ns() - began) / NS_PER_MS)
    return Sample(tuple(times))


def _routed(config: Config, number: int) -> None:
    country = COUNTRIES[number % len(COUNTRIES)]
    call = Call(
        number=f"{country}{number * 7_919_131 % 1_000_000_000:09}",
        cli=f"1212555{number % 10_000:04}",
        at=AT,
        ip=address(number * 37 % CUSTOMERS),
        call_id=str(number),
    )
    answer = decide(call, config, Counters())
    if answer.outcome is not Outcome.ROUTED or len(answer.providers) < 20:
        raise ValueError(f"{call.number}: {answer.steps[-1].detail}")


def processes(folder: Path) -> dict[str, Callable[[], object]]:
    """Give whole processes: nothing, and a simulation."""
    trunkline = str(Path(sys.executable).with_name("trunkline"))
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder.absolute()),
        "TRUNKLINE_STATE_DIR": str((folder / "state").absolute()),
        "TRUNKLINE_CONFIG_REPO": str((folder / "remote.git").absolute()),
    }
    words = ["simulate", "442079460018", "--cli", "12125550123", "--ip", address(500)]

    def process(command: Sequence[str]) -> Callable[[], object]:
        return lambda: subprocess.run(  # noqa: S603 -- our own arguments
            command, env=environment, check=True, capture_output=True, timeout=60
        )

    return {
        PEER: process([sys.executable, "-c", "pass"]),
        "simulate": process([trunkline, *words]),
    }
