from __future__ import annotations

from benchmarks.bad_days import ROOT, TESTS, days_of
from benchmarks.resilience import Day


def test_a_claim_holds_if_every_part_of_every_run_of_it_went_well() -> None:
    heard = [
        ("a.py::test_a_clock_that_jumps_loses_nothing[-60]", True),
        ("a.py::test_a_clock_that_jumps_loses_nothing[-60]", True),
        ("a.py::test_a_clock_that_jumps_loses_nothing[3600]", True),
        ("b.py::test_it_rains[a::b]", True),
        ("b.py::test_it_rains[a::b]", False),
    ]

    assert days_of(heard) == [
        Day("a clock that jumps loses nothing", 2, held=True),
        Day("it rains", 1, held=False),
    ]


def test_every_file_of_bad_days_is_there() -> None:
    assert [name for name in TESTS if not (ROOT / name).is_file()] == []
