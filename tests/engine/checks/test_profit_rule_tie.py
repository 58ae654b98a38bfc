from __future__ import annotations

import pytest

from engine.checks import profit_rule_tie
from tests.engine.checks.carriers import told


def card(*rules: str) -> dict[str, str]:
    lines = "".join(f"    - {{id: r{place}, {rule}}}\n" for place, rule in enumerate(rules))
    return {
        "rate-cards/c/card.yaml": (
            f"name: C\nside: customer\ncurrency: EUR\nbuild:\n  profit:\n{lines}"
        )
    }


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        (('match: "49"', 'match: "49"'), "7:16"),
        (("value: 10", "value: 20"), "7:7"),
        (('match: "1", apply_to: [inter]', 'match: "1", action: blocked'), "7:16"),
        (("prefix_set: eu", "prefix_set: eu"), "7:7"),
    ],
)
def test_two_rules_for_the_same_rows_and_prices_are_wrong(
    rules: tuple[str, ...], place: str
) -> None:
    assert told(profit_rule_tie, card(*rules)) == [
        f"rate-cards/c/card.yaml:{place} build.profit.1.match"
    ]


def test_rules_for_other_rows_or_other_prices_are_right() -> None:
    files = card(
        'match: "1", apply_to: [inter]',
        'match: "1", apply_to: [intra]',
        'match: "49"',
        'match: "491"',
        'match: "49", prefix_set: mobile',
        "value: 10",
    )

    assert told(profit_rule_tie, files) == []
