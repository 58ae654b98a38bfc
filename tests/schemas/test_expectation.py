from __future__ import annotations

from decimal import Decimal

from schemas.expectation import Expectations
from tests.schemas.reading import document, faults


def test_a_golden_call_says_what_comes_in_and_what_should_come_out() -> None:
    text = (
        'calls: [{id: a, call: {ip: 203.0.113.7, dialled: "9#442079460018"}, '
        'expect: {outcome: routed, charges: {"61": "0.0250"}}}]'
    )

    (golden,) = document(Expectations, text).calls

    assert golden.call.dialled == "9#442079460018"
    assert golden.expect.charges == {"61": Decimal("0.0250")}


def test_refusals_name_their_code_in_quotes() -> None:
    text = 'calls: [{id: a, call: {dialled: "1"}, expect: {outcome: refused, code: 402}}]'

    assert faults(Expectations, text)[0].rule == "plain-identifier"
