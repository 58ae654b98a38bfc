from __future__ import annotations

import pytest

from engine.checks import expectation_caller
from tests.engine.checks.carriers import told


def call(more: str) -> dict[str, str]:
    return {
        "expectations/e.yaml": (
            "calls:\n  - id: a\n    expect: {outcome: routed}\n    call:\n"
            '      dialled: "442079460018"\n'
            + "".join(f"      {one}\n" for one in more.split("; "))
        )
    }


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("direction: termination", "4:5 calls.0.call"),
        ("customer: ben; ip: 203.0.113.7", "6:7 calls.0.call.customer"),
        ('customer: ben; user: "1001"', "6:7 calls.0.call.customer"),
        ("direction: origination; customer: ben", "7:7 calls.0.call.customer"),
        ('direction: origination; user: "1001"', "7:7 calls.0.call.user"),
    ],
)
def test_a_call_of_nobody_or_of_two_is_wrong(more: str, place: str) -> None:
    assert told(expectation_caller, call(more)) == [f"expectations/e.yaml:{place}"]


@pytest.mark.parametrize(
    "more",
    [
        "customer: ben",
        'ip: 203.0.113.7; user: "1001"',
        "direction: origination; ip: 198.51.100.10",
        "direction: origination",
    ],
)
def test_a_call_of_one_caller_is_right(more: str) -> None:
    assert told(expectation_caller, call(more)) == []
