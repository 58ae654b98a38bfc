from __future__ import annotations

import pytest

from engine.checks import assignment_dates
from tests.engine.checks.carriers import problems, told


def files(end: str) -> dict[str, str]:
    return {
        "packages/p.yaml": "name: Trunk\ncurrency: GBP\nminimum_days: 30\n",
        "customers/ben/packages.yaml": f"""
            packages:
              - id: trunk
                package: p
                quantity: 1
                start: 2026-01-01
                end: {end}
            """,
    }


@pytest.mark.parametrize("end", ["2025-12-01", "2026-01-01", "2026-01-30"])
def test_an_end_that_comes_too_early_is_wrong(end: str) -> None:
    assert told(assignment_dates, files(end)) == ["customers/ben/packages.yaml:6:5 packages.0.end"]


def test_the_earliest_end_is_named() -> None:
    assert problems(assignment_dates, files("2026-01-02"))[0].hint.startswith("write 2026-01-31")


def test_an_end_after_the_minimum_days_is_right() -> None:
    assert told(assignment_dates, files("2026-01-31")) == []
