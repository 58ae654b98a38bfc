from __future__ import annotations

from engine.checks import warn_only_unknown
from tests.engine.checks.carriers import SETTINGS, problems, told


def settings(*rules: str) -> dict[str, str]:
    return {"settings.yaml": f"{SETTINGS}checks: {{warn_only: [{', '.join(rules)}]}}\n"}


def test_a_rule_that_does_not_exist_is_wrong() -> None:
    [problem] = problems(warn_only_unknown, settings("unique-name", "uniqe-name"))

    assert (problem.line, problem.column) == (5, 35)
    assert problem.message == "there is no rule uniqe-name"
    assert problem.hint == "did you mean unique-name?"


def test_a_rule_about_a_single_file_cannot_be_lowered() -> None:
    [problem] = problems(warn_only_unknown, settings("plain-identifier"))

    assert "cannot be lowered" in problem.message


def test_rules_of_the_checks_are_right() -> None:
    assert told(warn_only_unknown, settings("unique-name", "warn-only-unknown")) == []
