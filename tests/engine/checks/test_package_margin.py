from __future__ import annotations

import pytest

from tests.engine.checks.telling import is_quiet, tells

RULE = "package-margin"
PATH = "packages/uk.yaml"


def package(more: str) -> dict[str, str]:
    return {PATH: f"name: UK\ncurrency: GBP\n{more}"}


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        (
            'cost: "4.00"\nretail: "3.50"',
            "retail",
            "costs us 4.00 GBP a period and is sold for 3.50: we lose 0.50",
        ),
        ('cost: "4.00"', "retail", "we lose 4.00"),
        ('setup_cost: "2.00"\nsetup_retail: "1.00"', "setup_retail", "costs us 2.00 GBP to set up"),
    ],
)
def test_a_price_below_the_cost_is_told_with_both(more: str, field: str, words: str) -> None:
    tells(RULE, package(more), PATH, field, words, f"raise {field}")


@pytest.mark.parametrize(
    "more",
    ["", 'cost: "4.00"\nretail: "4.00"', 'retail: "500"\nminimum_spend: true\ncost: "600"'],
)
def test_a_price_at_cost_and_a_minimum_spend_are_fine(more: str) -> None:
    assert is_quiet(RULE, package(more))
