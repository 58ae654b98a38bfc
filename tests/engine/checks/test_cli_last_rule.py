from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells, told

RULE = "cli-last-rule"
TAG = "templates/tags/retail/cli.yaml"
MAIN = '{id: main, cli: "442079460100"}'
ONE = f"rules: [{MAIN}]"
TAGGED = {BEN + "customer.yaml": a_customer("tags: [retail]")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ONE, "rules: []"),
        (ONE, 'rules: [{id: main, cli: "442079460100", enabled: false}]'),
        (ONE, 'rules: [{id: main, cli: "442079460100", direction: origination}]'),
        (f"rules: [{MAIN}, {{id: b, cli: ^44}}]", "rules: []"),
    ],
)
def test_the_last_rule_that_goes_is_told_with_what_passes_now(before: str, after: str) -> None:
    path = BEN + "cli.yaml"
    words = ("the last CLI rule", "for termination of ben", "now every caller number does")

    tells(RULE, {path: after}, path, "rules", *words, before={path: before})


def test_it_is_told_at_the_customer_when_the_file_goes() -> None:
    (problem,) = told(RULE, {}, before={BEN + "cli.yaml": ONE})

    assert (problem.path, problem.field) == (BEN + "customer.yaml", "")
    assert problem.message.startswith("main was the last CLI rule")


def test_a_tag_that_loses_its_rules_is_told_once_for_all_who_have_it() -> None:
    zoe = {"customers/zoe/customer.yaml": a_customer("tags: [retail]", name="Zoe")}

    after, before = TAGGED | zoe | {TAG: "rules: []"}, TAGGED | zoe | {TAG: ONE}
    tells(RULE, after, TAG, "rules", "of ben and zoe", before=before)


def test_a_tag_that_a_customer_loses_is_told() -> None:
    bare = {BEN + "customer.yaml": a_customer("tags: [other]"), TAG: ONE}

    tells(RULE, bare, BEN + "customer.yaml", "tags", "of ben", before=TAGGED | {TAG: ONE})


def test_a_tag_whose_file_goes_is_told_at_its_customers() -> None:
    (problem,) = told(RULE, TAGGED, before=TAGGED | {TAG: ONE})

    assert (problem.path, problem.field) == (BEN + "customer.yaml", "tags")


def test_a_forced_rule_that_goes_is_told_as_one() -> None:
    forced = ONE.replace('100"}', '100", forced: true}')
    (problem,) = told(RULE, {}, before={BEN + "cli.yaml": forced})

    assert "numbers that fit none were replaced" in problem.message


def test_whoever_keeps_a_rule_or_lets_nothing_pass_is_not_told_of() -> None:
    own = {BEN + "cli.yaml": ONE}
    shut = {BEN + "customer.yaml": a_customer("cli: {approved_only: true}")}

    assert is_quiet(RULE, own, before=own)
    assert is_quiet(RULE, TAGGED | {TAG: ONE}, before=TAGGED | own | {TAG: ONE})
    assert is_quiet(RULE, shut, before=shut | own)
    assert is_quiet(RULE, own)
