"""A carrier names the people who may do something."""

from __future__ import annotations

from engine.checks import Scope, run_checks
from engine.errors import Problem
from tests.builders import a_book, a_carrier


def found(files: dict[str, bytes], scope: Scope) -> list[Problem]:
    return [one for one in run_checks(a_book(files), scope) if one.rule == "operators-missing"]


def test_a_missing_file_is_told_whether_anything_refers_to_somebody_or_not() -> None:
    files = a_carrier()
    assert found(files, Scope(None, None)) == []

    del files["operators.yaml"]
    [problem] = found(files, Scope(None, None))

    assert problem.path == "operators.yaml"
    assert "nobody may do anything" in problem.message
