"""A carrier that has an admin keeps one."""

from __future__ import annotations

from engine.checks import Scope, run_checks
from engine.errors import Problem
from tests.builders import OPERATORS, a_book, a_carrier

LAST = OPERATORS.replace("roles: [admin]", "roles: [viewer]")
OTHER = LAST.replace("roles: [engineer, operator]", "roles: [admin]")


def found(before: str, after: str) -> list[Problem]:
    books = [a_book(a_carrier(operators=text)) for text in (before, after)]
    told = run_checks(books[1], Scope(None, books[0]))
    return [problem for problem in told if problem.rule == "last-admin"]


def test_the_last_admin_is_told_by_name() -> None:
    [problem] = found(OPERATORS, LAST)

    assert problem.path == "operators.yaml"
    assert "rosa was the last" in problem.message


def test_another_admin_will_do() -> None:
    assert found(OPERATORS, OTHER) == []
    assert found(OPERATORS, OPERATORS) == []


def test_a_carrier_that_never_had_one_is_left_alone() -> None:
    assert found(LAST, LAST) == []
