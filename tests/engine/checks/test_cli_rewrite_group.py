from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "cli-rewrite-group"


def files(more: str) -> dict[str, str]:
    return {BEN + "cli.yaml": f"rules:\n  - {{id: a, {more}}}"}


@pytest.mark.parametrize(
    ("more", "field", "group"),
    [
        ('cli: "^44(.*)$", rewrite_cli: "1$2"', "rewrite_cli", "$2"),
        ('cli: "4420", rewrite_cli: "1$1"', "rewrite_cli", "$1"),
        ('cli: "^44(.*)$", rewrite_cli: "$<area>1"', "rewrite_cli", "$<area>"),
        ('cli: "^44", rewrite_p_asserted_id: "$<db>"', "rewrite_p_asserted_id", "$<db>"),
        (
            'cli: "^44", p_asserted_id: "^(1)", rewrite_p_asserted_id: "$1"',
            "rewrite_p_asserted_id",
            "$1",
        ),
    ],
)
def test_a_group_that_does_not_exist_is_told(more: str, field: str, group: str) -> None:
    tells(RULE, files(more), BEN + "cli.yaml", f"rules.0.{field}", group)


@pytest.mark.parametrize(
    "more",
    [
        'cli: "^44(.*)$", rewrite_cli: "1$1"',
        'cli: "^44(.*)$", rewrite_cli: "442079460100"',
        'rewrite_p_asserted_id: "$0"',
        'cli: "^44", p_asserted_id: "^(?P<area>1)", rewrite_p_asserted_id: "$<area>2"',
        'database: approved, rewrite_p_asserted_id: "$<db>"',
    ],
)
def test_groups_that_exist_are_fine(more: str) -> None:
    assert is_quiet(RULE, files(more))
