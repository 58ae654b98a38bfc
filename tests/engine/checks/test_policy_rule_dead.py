from __future__ import annotations

import pytest

from engine.checks import policy_rule_dead
from tests.engine.checks.carriers import problems, told


def policy(*rules: str) -> dict[str, str]:
    lines = "".join(f"  - {{id: r{place}, {rule}}}\n" for place, rule in enumerate(rules))
    return {"policy.yaml": f"rules:\n{lines}"}


@pytest.mark.parametrize(
    "when",
    [
        "kind: [customer], fields: [limits.chanels]",
        "kind: [contacts], fields: [credit.*]",
        "fields: [nothing.like.this]",
        "kind: [routing], fields: [routes.capacity.channels]",
    ],
)
def test_a_rule_about_a_field_that_nothing_has_is_wrong(when: str) -> None:
    [problem] = problems(policy_rule_dead, policy(f"needs: confirm, when: {{{when}}}"))

    assert problem.field == "rules.0.when.fields.0"
    assert problem.line == 2


@pytest.mark.parametrize(
    "when",
    [
        "kind: [customer], fields: [credit.*, '*limit', vars.cli.persist]",
        "kind: [routing], fields: [routes*capacity.channels, routes, '*standard*']",
        "fields: ['*']",
        "kind: [provider], fields: [gateways*codecs]",
    ],
)
def test_a_rule_about_fields_of_its_documents_is_right(when: str) -> None:
    assert told(policy_rule_dead, policy(f"needs: confirm, when: {{{when}}}")) == []


def test_a_rule_that_a_stricter_one_always_overrules_is_wrong() -> None:
    files = policy(
        "needs: direct, when: {kind: [customer], fields: [notes], action: [edit]}",
        "needs: confirm, when: {kind: [customer, contacts]}",
    )

    assert told(policy_rule_dead, files) == ["policy.yaml:2:14 rules.0.needs"]


def test_a_rule_that_sometimes_decides_is_right() -> None:
    files = policy(
        "needs: direct, when: {kind: [customer]}",
        "needs: confirm, when: {kind: [customer], action: [delete]}",
        "needs: confirm, when: {kind: [contacts]}",
    )

    assert told(policy_rule_dead, files) == []
