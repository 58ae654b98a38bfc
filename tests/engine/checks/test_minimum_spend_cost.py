from __future__ import annotations

from engine.checks import minimum_spend_cost
from tests.engine.checks.carriers import told

SPEND = "name: Least\ncurrency: EUR\nminimum_spend: true\n"


def test_what_a_minimum_spend_cannot_have_is_wrong() -> None:
    files = {
        "packages/a.yaml": SPEND
        + 'retail: "500"\ncost: "1"\nfrequency: none\ntype: free_minutes\nminutes: 5\n',
        "packages/b.yaml": SPEND + 'retail: "0.00"\n',
        "packages/c.yaml": SPEND,
    }

    assert told(minimum_spend_cost, files) == [
        "packages/a.yaml:5:1 cost",
        "packages/a.yaml:6:1 frequency",
        "packages/a.yaml:7:1 type",
        "packages/b.yaml:4:1 retail",
        "packages/c.yaml:1:1 retail",
    ]


def test_a_retail_amount_and_a_period_are_enough() -> None:
    files = {
        "packages/a.yaml": SPEND + 'retail: "500"\nfrequency: weekly\n',
        "packages/b.yaml": 'name: Rent\ncurrency: EUR\ncost: "1"\n',
    }

    assert told(minimum_spend_cost, files) == []
