from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "cli-first-rule"

NONE = {BEN + "cli.yaml": "rules: []"}
FIRST = {BEN + "cli.yaml": 'rules: [{id: main, cli: "442079460100"}]'}


def test_the_first_rule_of_a_customer_is_told() -> None:
    tells(RULE, FIRST, BEN + "cli.yaml", "rules.0", "main", "now only those", before=NONE)
    tells(RULE, FIRST, BEN + "cli.yaml", "rules.0", "main", "now only those", before={})


def test_the_first_rule_of_a_tag_is_told() -> None:
    path = "templates/tags/retail/cli.yaml"
    zoe = {"customers/zoe/customer.yaml": a_customer("tags: [retail]", name="Zoe")}
    carriers = {BEN + "customer.yaml": a_customer("tags: [retail]")} | zoe
    before, after = carriers | {path: "rules: []"}, carriers | {path: FIRST[BEN + "cli.yaml"]}

    tells(RULE, after, path, "rules.0", "main is the first rule", "of ben and zoe", before=before)
    assert is_quiet(RULE, {path: after[path]}, before={path: before[path]})


def test_a_tag_with_rules_that_a_customer_gets_is_told() -> None:
    tag = {"templates/tags/retail/cli.yaml": FIRST[BEN + "cli.yaml"]}
    before = tag | {BEN + "customer.yaml": a_customer("tags: [new]")}
    after = tag | {BEN + "customer.yaml": a_customer("tags: [new, retail]")}
    words = ("the tag retail brings main, the first rule for termination of ben",)

    tells(RULE, after, BEN + "customer.yaml", "tags.1", *words, before=before)
    own = {BEN + "cli.yaml": FIRST[BEN + "cli.yaml"]}
    assert is_quiet(RULE, after | own, before=before | own)


def test_a_customer_who_is_new_loses_nothing() -> None:
    zoe = {"customers/zoe/customer.yaml": a_customer(name="Zoe")}
    rules = {"customers/zoe/cli.yaml": FIRST[BEN + "cli.yaml"]}

    assert is_quiet(RULE, zoe | rules, before={})


def test_a_second_rule_changes_nothing() -> None:
    second = {BEN + "cli.yaml": 'rules: [{id: main, cli: "442079460100"}, {id: b, cli: "^1"}]'}

    assert is_quiet(RULE, second, before=FIRST)


def test_a_customer_of_whom_nothing_passed_loses_nothing() -> None:
    approved = {BEN + "customer.yaml": a_customer("cli: {approved_only: true}")}

    assert is_quiet(RULE, FIRST | approved, before=NONE | approved)


def test_a_forced_first_rule_lets_every_call_pass() -> None:
    forced = {BEN + "cli.yaml": 'rules: [{id: main, cli: "442079460100", forced: true}]'}

    assert is_quiet(RULE, forced, before=NONE)


def test_without_a_past_there_is_no_first_rule() -> None:
    assert is_quiet(RULE, FIRST)
