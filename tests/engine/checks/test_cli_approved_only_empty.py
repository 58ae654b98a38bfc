from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "cli-approved-only-empty"

APPROVED = {BEN + "customer.yaml": a_customer("tags: [retail]\ncli: {approved_only: true}")}


def test_a_customer_without_any_rule_is_told() -> None:
    tells(RULE, APPROVED, BEN + "customer.yaml", "cli.approved_only", "every call out is refused")


def test_rules_that_do_not_count_are_no_rules() -> None:
    rules = {BEN + "cli.yaml": "rules: [{id: a, enabled: false}, {id: b, direction: origination}]"}

    tells(RULE, APPROVED | rules, BEN + "customer.yaml", "cli.approved_only")


def test_a_rule_of_its_own_or_of_a_tag_is_enough() -> None:
    assert is_quiet(RULE, APPROVED | {BEN + "cli.yaml": "rules: [{id: a}]"})
    assert is_quiet(RULE, APPROVED | {"templates/tags/retail/cli.yaml": "rules: [{id: a}]"})


def test_a_customer_whose_numbers_all_pass_needs_no_rule() -> None:
    assert is_quiet(RULE, {})
