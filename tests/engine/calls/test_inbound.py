"""Calls to numbers of ours: what is refused, and where the others go."""

from __future__ import annotations

from typing import Any

import pytest

from engine.calls.model import Outcome
from tests.engine.calls.carrier import (
    CUSTOMER,
    called,
    did,
    more,
    refused,
)


def test_a_call_to_a_number_of_ours_goes_to_its_destinations() -> None:
    answer = called(did(), duration_s=60)
    assert answer.outcome is Outcome.ROUTED
    assert answer.destinations == ("1001@pbx.example.org", "extension:7")
    assert (
        answer.sell.prefix,
        str(answer.rating.charge.amount),
        str(answer.rating.cost.amount),
    ) == (
        "4420",
        "0.0040",
        "0.0010",
    )


@pytest.mark.parametrize(
    ("files", "call", "counters", "code"),
    [
        (did(), {"number": "442079460999"}, {}, "404 Not Found"),
        (did(", enabled: false"), {}, {}, "480 Temporarily Unavailable"),
        ({**did(), **more(CUSTOMER, "status: inactive")}, {}, {}, "480 Temporarily Unavailable"),
        (did(), {}, {"customers": {"ben": {"balance": "0"}}}, "480 Temporarily Unavailable"),
        (
            did(", channels: 1"),
            {},
            {"dids": {"442079460100": {"channels": "1"}}},
            "503 Channel Limit Reached",
        ),
        (did(), {"ip": "192.0.2.99"}, {}, "403 IP Not Authorised"),
    ],
)
def test_calls_to_numbers_that_cannot_be_reached_are_refused(
    files: dict[str, str], call: dict[str, Any], counters: dict[str, Any], code: str
) -> None:
    assert refused(called(files, counters=counters, **call)) == code


def test_a_customer_may_be_called_without_credit() -> None:
    files = {**did(), **more(CUSTOMER, "did: {allow_inbound_without_credit: true}")}
    assert (
        called(files, counters={"customers": {"ben": {"balance": "-5"}}}).outcome is Outcome.ROUTED
    )


def test_a_card_in_another_currency_than_the_owners_is_refused() -> None:
    files = did()
    card = "rate-cards/in-retail/card.yaml"
    answer = called({**files, card: files[card].replace("USD", "EUR")})

    assert refused(answer) == "503 No Routes Available (Pre)"
    assert answer.steps[-1].detail == "rate card in-retail is in EUR, customer ben in USD"
