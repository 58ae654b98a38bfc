from __future__ import annotations

import pytest

from tests.engine.checks.telling import a_card, is_quiet, tells

RULE = "profit-below-cost"
PATH = "rate-cards/retail/card.yaml"


def card(rule: str) -> dict[str, str]:
    return {PATH: a_card(f"build: {{profit: [{{id: a, {rule}}}]}}")}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ('type: percent, value: "-5"', "sells calls to every number 5 % below their cost"),
        (
            'type: relative, value: "-0.01", match: "44"',
            'numbers with "44" 0.01 GBP per minute below',
        ),
        ('value: "-5", prefix_set: uk', "every number of uk 5 % below"),
    ],
)
def test_a_rule_that_takes_from_the_cost_is_told(rule: str, words: str) -> None:
    tells(RULE, card(rule), PATH, "build.profit.0.value", words)


@pytest.mark.parametrize(
    "rule", ["value: 0", 'value: "20"', 'type: absolute, value: "0.01"', "action: blocked"]
)
def test_other_rules_are_fine(rule: str) -> None:
    assert is_quiet(RULE, card(rule))
