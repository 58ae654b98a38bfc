"""Golden calls: what is compared, what is told, and how exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.calls.golden import check_all, decide_golden, misses_of
from engine.calls.model import Outcome
from schemas.expectation import GoldenCall
from tests.engine.calls.carrier import BEN, JUNE, a_config, did, more, tried

CALL: dict[str, Any] = {"dialled": "442079460018", "cli": "12125550123", "ip": "203.0.113.7"}


def missed(
    expect: Mapping[str, Any], number: str = "442079460018", **call: Any
) -> dict[str, tuple[str, str]]:
    """Give what is not as expected of a call: what -> (expected, found)."""
    golden = GoldenCall.model_validate(
        {"id": "g", "call": {**CALL, "dialled": number}, "expect": {"outcome": "routed", **expect}}
    )
    return {
        one.what: (one.expected, one.found)
        for one in misses_of(golden.expect, tried(number, **call))
    }


def test_what_is_not_said_may_be_anything() -> None:
    assert missed({}) == {}


@pytest.mark.parametrize(
    ("expect", "miss"),
    [
        ({"route": "world", "rate_card": "retail", "prefix": "44", "rate": "0.01"}, {}),
        ({"rate": "0.0100"}, {}),  # the amount counts, not how it is written
        ({"providers": ["alpha"]}, {}),  # the first of them
        ({"providers": ["alpha", "beta"]}, {}),
        ({"number_sent": "77#442079460018", "cli_sent": "12125550123"}, {}),
        ({"charges": {"1": "0.01", "61": "0.0200"}}, {}),
        ({"max_duration_s": "3600"}, {}),
        ({"route": "other"}, {"route": ("other", "world")}),
        ({"prefix": "4420"}, {"prefix": ("4420", "44")}),
        ({"rate": "0.0101"}, {"rate": ("0.0101", "0.01")}),
        ({"providers": ["beta"]}, {"providers": ("beta", "alpha, beta")}),
        ({"charges": {"61": "0.0199"}}, {"charge of 61 s": ("0.0199", "0.0200")}),
        ({"destination": "1001"}, {"destination": ("1001", "nothing")}),
        ({"outcome": "refused", "code": "402", "reason": "Payment Required"},
         {"outcome": ("refused", "routed"), "code": ("402", "nothing"), "reason": ("Payment Required", "nothing")}),
    ],
)  # fmt: skip
def test_every_value_that_is_not_as_expected_is_told_with_what_it_is(
    expect: dict[str, Any], miss: dict[str, tuple[str, str]]
) -> None:
    assert missed(expect) == miss


def test_a_refusal_is_expected_by_its_code_and_words() -> None:
    expect = {"outcome": "refused", "code": "503", "reason": "No Routes Available (Pre)"}
    assert missed(expect, "33123456789") == {}
    assert missed({**expect, "code": "580"}, "33123456789") == {"code": ("580", "503")}


def test_what_is_given_counts_for_whoever_the_call_belongs_to() -> None:
    golden = GoldenCall.model_validate(
        {"id": "poor", "call": CALL, "given": {"balance": "0"}, "expect": {"outcome": "refused"}}
    )
    answer = decide_golden(golden, a_config(), JUNE)

    assert answer.outcome is Outcome.REFUSED
    assert list(misses_of(golden.expect, answer)) == []


EXPECTATIONS = """
calls:
  - id: london
    call: {dialled: "442079460018", ip: "203.0.113.7", cli: "12125550123"}
    expect: {outcome: routed, rate: "0.01"}
  - id: dear
    call: {dialled: "442079460018", ip: "203.0.113.7", cli: "12125550123"}
    expect: {outcome: routed, rate: "0.02"}
  - id: ours
    call: {dialled: "442079460100", direction: origination, cli: "447700900001"}
    expect: {outcome: routed, destination: 1001@pbx.example.org}
"""


def test_every_golden_call_of_a_book_is_tried_and_stands_in_its_place() -> None:
    config = a_config({"expectations/ben.yaml": EXPECTATIONS, **did()})
    tried_ = list(check_all(config, JUNE))

    assert [(one.document, one.golden.id, one.at) for one in tried_] == [
        ("ben", "london", ("calls", 0)),
        ("ben", "dear", ("calls", 1)),
        ("ben", "ours", ("calls", 2)),
    ]
    assert [[miss.what for miss in one.misses] for one in tried_] == [[], ["rate"], []]


def test_golden_calls_without_an_instant_arrive_when_they_are_tried() -> None:
    config = a_config({
        "expectations/ben.yaml": EXPECTATIONS,
        **more(BEN + "customer.yaml", "hours: {zone: UTC, slots: ['mon-fri 10:00-11:00']}"),
    })  # fmt: skip
    at_ten, at_noon = (next(check_all(config, JUNE.replace(hour=hour))) for hour in (10, 12))

    assert at_ten.misses == ()
    assert [miss.what for miss in at_noon.misses] == ["outcome", "rate"]
