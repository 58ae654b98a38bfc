"""What is tried and fails is a finding, each outcome with what mends it."""

from __future__ import annotations

import pytest

from bot.doctor.findings import Finding, Health, is_well, left_out, tried
from engine.errors import Invalid, Problem, Refused, Unavailable

PROBLEM = Problem(path="settings.yaml", rule="currency", message='"eur" is no currency')


@pytest.mark.parametrize(
    ("failure", "seen", "fix"),
    [
        (Refused("no key", "make one"), "no key", "make one"),
        (Unavailable("the store", "away", "Wait."), "the store is not available: away", "Wait."),
        (Invalid([PROBLEM]), str(PROBLEM), "run trunkline validate"),
    ],
)
def test_each_way_to_fail_is_bad_and_has_a_fix(failure: Exception, seen: str, fix: str) -> None:
    def look() -> Finding:
        raise failure

    assert tried("thing", look) == Finding("thing", Health.BAD, seen, fix)


def test_what_was_not_tried_is_not_bad() -> None:
    found = tuple(left_out(("push", "key"), "no config"))

    assert [one.subject for one in found] == ["push", "key"]
    assert is_well(found)
    assert not is_well((*found, Finding("x", Health.BAD, "")))
