from __future__ import annotations

from engine.checks import package_minutes
from tests.engine.checks.carriers import told

PACKAGE = "name: Minutes\ncurrency: GBP\n"
HAS = "packages:\n  - {{id: m, package: p, quantity: 1, start: 2026-01-01{}}}\n"


def test_minutes_of_a_package_that_gives_none_are_wrong() -> None:
    files = {"packages/p.yaml": PACKAGE + 'minutes: 100\ndestinations: ["44"]\n'}

    assert told(package_minutes, files) == [
        "packages/p.yaml:3:1 minutes",
        "packages/p.yaml:4:1 destinations",
    ]


def test_minutes_assigned_of_a_package_that_gives_none_are_wrong() -> None:
    files = {
        "packages/p.yaml": PACKAGE,
        "customers/ben/packages.yaml": HAS.format(", minutes: 50"),
    }

    assert told(package_minutes, files) == ["customers/ben/packages.yaml:2:57 packages.0.minutes"]


def test_an_assignment_of_free_minutes_without_a_number_is_wrong() -> None:
    files = {
        "packages/p.yaml": PACKAGE + "type: free_minutes\n",
        "customers/ben/packages.yaml": HAS.format(""),
    }

    assert told(package_minutes, files) == ["customers/ben/packages.yaml:2:13 packages.0.package"]


def test_a_package_may_leave_the_number_to_the_assignment() -> None:
    files = {
        "packages/p.yaml": PACKAGE + "type: free_minutes\n",
        "customers/ben/packages.yaml": HAS.format(", minutes: 50"),
    }

    assert told(package_minutes, files) == []


def test_a_change_of_the_package_is_held_against_those_who_have_it() -> None:
    free = {
        "packages/p.yaml": PACKAGE + "type: free_minutes\nminutes: 9\n",
        "customers/ben/packages.yaml": HAS.format(""),
    }
    emptied = free | {"packages/p.yaml": PACKAGE + "type: free_minutes\n"}

    assert told(package_minutes, emptied, before=free) == [
        "customers/ben/packages.yaml:2:13 packages.0.package"
    ]
