from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "cli-forced-source"


def files(more: str) -> dict[str, str]:
    return {BEN + "cli.yaml": f"rules: [{{id: a, forced: true{more}}}]"}


def test_a_forced_pattern_is_told() -> None:
    tells(RULE, files(', cli: "^4420"'), BEN + "cli.yaml", "rules.0.forced", '"^4420"')


def test_a_forced_rule_for_any_number_is_told() -> None:
    tells(RULE, files(""), BEN + "cli.yaml", "rules.0.forced", "no number")


def test_a_number_or_a_database_is_fine() -> None:
    assert is_quiet(RULE, files(', cli: "442079460100"'))
    assert is_quiet(RULE, files(", database: approved"))
