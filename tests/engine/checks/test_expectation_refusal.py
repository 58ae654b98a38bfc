from __future__ import annotations

import pytest

from engine.checks import expectation_refusal
from tests.engine.checks.carriers import told


def call(outcome: str, more: str) -> dict[str, str]:
    return {
        "expectations/e.yaml": (
            'calls:\n  - id: a\n    call: {dialled: "442079460018", customer: ben}\n    expect:\n'
            f"      outcome: {outcome}\n      {more}\n"
        )
    }


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("routed", 'code: "402"'),
        ("routed", "reason: Payment Required"),
        ("refused", "providers: [atlas]"),
        ("refused", 'charges: {"60": "0.01"}'),
        ("refused", "destination: 1001@sip.example.com"),
        ("refused", "max_duration_s: 60"),
    ],
)
def test_what_belongs_to_the_other_outcome_is_wrong(outcome: str, more: str) -> None:
    field = more.partition(":")[0]

    assert told(expectation_refusal, call(outcome, more)) == [
        f"expectations/e.yaml:6:7 calls.0.expect.{field}"
    ]


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("routed", "providers: [atlas]"),
        ("refused", 'code: "402"'),
        ("refused", "route: standard"),
    ],
)
def test_what_belongs_to_the_outcome_is_right(outcome: str, more: str) -> None:
    assert told(expectation_refusal, call(outcome, more)) == []
