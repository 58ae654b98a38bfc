from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "rewrite-group"


def files(step: str) -> dict[str, str]:
    return {BEN + "auth.yaml": f"users: [{{id: a, username: a, numbers: {{rewrites: [{step}]}}}}]"}


def test_a_rewrite_without_the_group_it_takes_is_told() -> None:
    step = '{type: cli, current: "^0(.*)$", new: "44$2"}'

    tells(RULE, files(step), BEN + "auth.yaml", "users.0.numbers.rewrites.0.new", "$2", '"^0(.*)$"')


def test_an_alias_without_the_group_it_takes_is_told() -> None:
    text = 'aliases: [{id: a, current: "611", new: "44$1"}]'

    tells(RULE, {BEN + "auth.yaml": text}, BEN + "auth.yaml", "aliases.0.new", "$1", '"611"')


def test_groups_that_exist_are_fine() -> None:
    assert is_quiet(RULE, files('{type: cli, current: "^0(.*)$", new: "44$1"}'))
    assert is_quiet(RULE, files('{type: cli, current: "0", new: "44"}'))
