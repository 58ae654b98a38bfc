"""Runs the tests of bad days and tells by their names what was tried and how it ended."""

from __future__ import annotations

import io
import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from benchmarks.resilience import Day

ROOT = Path(__file__).resolve().parent.parent
TESTS = (
    "tests/scenarios/test_bad_days.py",
    "tests/scenarios/test_worse_days.py",
    "tests/scenarios/test_repeats.py",
    "tests/adapters/git/test_mending.py",
    "tests/adapters/git/test_clone.py",
)


def bad_days() -> Sequence[Day]:
    """Run them, in a process of their own and in the order of the files; one that runs with several values counts as often."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return days_of(pool.submit(_run).result())


class _Ear:
    """Hears how each part of each test ended."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bool]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a part down."""
        self.heard.append((report.nodeid, report.passed))


def _run() -> Sequence[tuple[str, bool]]:
    ear = _Ear()
    with redirect_stdout(io.StringIO()):
        pytest.main(["-q", f"--rootdir={ROOT}", *(str(ROOT / name) for name in TESTS)], [ear])
    return ear.heard


def days_of(heard: Iterable[tuple[str, bool]]) -> Sequence[Day]:
    """Join the parts (id of the test, whether it went well): the name of a test is what it claims."""
    ends: dict[str, dict[str, bool]] = {}
    for test, went_well in heard:
        claim = test.rpartition("::test_")[2].partition("[")[0].replace("_", " ")
        of_claim = ends.setdefault(claim, {})
        of_claim[test] = of_claim.get(test, True) and went_well
    return [Day(claim, len(held), all(held.values())) for claim, held in ends.items()]
