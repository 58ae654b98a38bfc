from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, a_did, is_quiet, tells

RULE = "force-from-no-rule"

AUTH = {
    BEN + "auth.yaml": 'users: [{id: a, username: a, numbers: {force_from: "442079460100"}}]',
    BEN + "dids.yaml": f"dids: [{a_did('442079460100')}]",
}


@pytest.mark.parametrize(
    "rules", ['{id: a, cli: "442079460199"}', '{id: a, cli: "^4411"}, {id: b, cli: "4420"}']
)
def test_a_number_that_no_rule_knows_is_told(rules: str) -> None:
    files = AUTH | {BEN + "cli.yaml": f"rules: [{rules}]"}

    tells(RULE, files, BEN + "auth.yaml", "users.0.numbers.force_from", '"442079460100"')


@pytest.mark.parametrize(
    "rules",
    [
        "",
        '{id: a, cli: "442079460100"}',
        '{id: a, cli: "^4420"}',
        "{id: a, use_did: filter}",
        "{id: a, database: approved}",
        "{id: a}",
    ],
)
def test_a_number_that_a_rule_may_know_is_fine(rules: str) -> None:
    assert is_quiet(RULE, AUTH | {BEN + "cli.yaml": f"rules: [{rules}]"})


def test_the_rules_of_a_tag_count() -> None:
    tagged = {
        BEN + "customer.yaml": a_customer("tags: [retail]"),
        "templates/tags/retail/cli.yaml": 'rules: [{id: a, cli: "^4420"}]',
    }

    assert is_quiet(RULE, AUTH | tagged)
