"""A rate table of 500,000 rows: compiled, opened compiled, and what 20 tables cost in memory where four processes use them.

Peers: the ``csv`` module alone over the same bytes; reading the compiled file whole; the memory of one process. The memory
is what the kernel counts as a process's share of what is mapped (PSS), in MB, after a thousand lookups in every table.
Targets: 2 s to compile, 5 ms to open, and four processes take at most 1.1 times the memory of one.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.rates.files import RateFiles
from benchmarks.harness import Row, compare, take_turns
from benchmarks.traffic import COUNTRIES, rates
from engine.ports.repository import BlobId
from engine.rating.compiling import compile_rates

ROWS, TABLES, PROCESSES = 500_000, 20, 4


def measure() -> Sequence[Row]:
    """Compile and open in turns, then count the memory."""
    data = rates(ROWS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        blob = BlobId("0" * 40)
        RateFiles(folder).compiled(blob, lambda: data)
        [file] = folder.glob("*.rates")
        csv_alone, whole = "csv alone", "reading the file whole"
        compiled = take_turns(
            {"ours": lambda: compile_rates(data), csv_alone: lambda: _read(data)},
            rounds=5,
            budget_s=40,
        )
        opened = take_turns(
            {
                "ours": lambda: RateFiles(folder).compiled(blob, lambda: data),
                whole: file.read_bytes,
            },
            rounds=30,
            budget_s=10,
        )
        memory = _memory(folder, data)
    return (
        compare(
            "compile 500,000 rows",
            compiled["ours"],
            csv_alone,
            compiled[csv_alone],
            at_most_ms=2_000,
        ),
        compare("open them compiled", opened["ours"], whole, opened[whole], at_most_ms=5),
        memory,
    )


def _read(data: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(data.decode(), newline="")))


def _memory(folder: Path, data: bytes) -> Row:
    blobs = [BlobId(f"{number:040}") for number in range(TABLES)]
    for blob in blobs:
        RateFiles(folder).compiled(blob, lambda: data)
    alone, together = sum(_shares(folder, blobs, 1)), sum(_shares(folder, blobs, PROCESSES))
    return Row(
        name=f"MB of {TABLES} tables, {PROCESSES} processes",
        ours_ms=together,
        peer="MB, one process",
        peer_ms=alone,
        ratio=together / alone,
        rounds=1,
        at_most=1.1,
        unit="MB",
    )


def _shares(folder: Path, blobs: Sequence[BlobId], processes: int) -> list[float]:
    """Give the share of the mapped tables of each process, in MB, while all of them use them."""
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(processes), context.SimpleQueue()
    children = [
        context.Process(target=_use, args=(folder, blobs, ready, answers)) for _ in range(processes)
    ]
    for child in children:
        child.start()
    shares = [answers.get() for _ in children]
    for child in children:
        child.join()
    return shares


def _use(folder: Path, blobs: Sequence[BlobId], ready: Any, answers: Any) -> None:
    files = RateFiles(folder)
    tables = [files.compiled(blob, lambda: b"") for blob in blobs]
    for table in tables:
        for one in range(1_000):
            number = f"{COUNTRIES[one % len(COUNTRIES)]}{one * 7_919_131 % 1_000_000_000:09}"
            if table is None or table.find(number, 0) is None:
                raise ValueError(f"no rate for {number}")
    ready.wait()
    share = _mapped_share(folder)
    ready.wait()
    answers.put(share)


def _mapped_share(folder: Path) -> float:
    """Add up the proportional share of every map of a file in ``folder``, in MB."""
    total, inside = 0, False
    for line in Path("/proc/self/smaps").read_text("utf-8").splitlines():
        if "-" in line.split(" ", 1)[0]:
            inside = str(folder) in line
        elif inside and line.startswith("Pss:"):
            total += int(line.split()[1])
    return total / 1024
