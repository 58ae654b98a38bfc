from __future__ import annotations

from engine.checks import assignment_removed_early
from tests.engine.checks.carriers import problems, told

CUSTOMER = {"customers/ben/customer.yaml": "name: Ben\ncurrency: GBP\n"}
PACKAGES = {
    "packages/bound.yaml": "name: Bound\ncurrency: GBP\nminimum_days: 30\n",
    "packages/free.yaml": "name: Free\ncurrency: GBP\n",
}
OTHER = "  - {id: other, package: free, quantity: 1, start: 2026-01-01}\n"
BOUND = "  - {id: trunk, package: bound, quantity: 1, start: 2026-01-01}\n"
ENDED = "  - {id: trunk, package: bound, quantity: 1, start: 2026-01-01, end: 2026-02-01}\n"


def carrier(*entries: str) -> dict[str, str]:
    listed = {"customers/ben/packages.yaml": "packages:\n" + "".join(entries)}
    return CUSTOMER | PACKAGES | (listed if entries else {})


def test_an_entry_with_minimum_days_is_not_just_removed() -> None:
    found = problems(assignment_removed_early, carrier(OTHER), before=carrier(OTHER, BOUND))

    assert [problem.path for problem in found] == ["customers/ben/packages.yaml"]
    assert found[0].line == 1
    assert "2026-01-31" in found[0].hint


def test_nor_is_the_whole_list() -> None:
    assert told(assignment_removed_early, carrier(), before=carrier(BOUND)) == [
        "customers/ben/customer.yaml:1:1"
    ]


def test_an_entry_that_has_an_end_may_go() -> None:
    assert told(assignment_removed_early, carrier(), before=carrier(ENDED)) == []


def test_an_entry_without_minimum_days_may_go() -> None:
    assert told(assignment_removed_early, carrier(BOUND), before=carrier(OTHER, BOUND)) == []


def test_a_customer_who_goes_takes_everything_along() -> None:
    assert told(assignment_removed_early, PACKAGES, before=carrier(BOUND)) == []
