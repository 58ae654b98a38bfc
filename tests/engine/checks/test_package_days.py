from __future__ import annotations

from engine.checks import package_days
from tests.engine.checks.carriers import told

PACKAGE = "name: Trunk\ncurrency: GBP\n"


def test_days_of_a_frequency_the_package_does_not_have_are_wrong() -> None:
    files = {
        "packages/a.yaml": PACKAGE + "frequency: monthly\ncharge_days:\n  week: [mon]\n",
        "packages/b.yaml": PACKAGE + "frequency: weekly\ncharge_days: {month: [1]}\n",
    }

    assert told(package_days, files) == [
        "packages/a.yaml:5:3 charge_days.week",
        "packages/b.yaml:4:15 charge_days.month",
    ]


def test_a_duration_below_the_minimum_is_wrong() -> None:
    files = {"packages/a.yaml": PACKAGE + "minimum_days: 30\nduration_days: 29\n"}

    assert told(package_days, files) == ["packages/a.yaml:4:1 duration_days"]


def test_days_of_its_frequency_are_right() -> None:
    files = {
        "packages/a.yaml": PACKAGE + "charge_days: {month: [15, 31]}\nminimum_days: 30\n",
        "packages/b.yaml": PACKAGE + "frequency: weekly\ncharge_days: {week: [mon]}\n",
        "packages/c.yaml": PACKAGE + "minimum_days: 30\nduration_days: 30\n",
    }

    assert told(package_days, files) == []
