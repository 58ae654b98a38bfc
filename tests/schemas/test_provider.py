from __future__ import annotations

from schemas.provider import Provider
from tests.schemas.reading import document, faults

MINIMAL = "name: Atlas\ncurrency: EUR\n"


def test_c23_a_provider_has_three_seconds_for_a_first_reply() -> None:
    timers = document(Provider, MINIMAL).timers

    assert (timers.first_reply_s, timers.pdd_s, timers.ring_s) == (3, 5, 60)


def test_no_second_gateway_is_tried_unless_said_otherwise() -> None:
    assert document(Provider, MINIMAL).failover.gateways == 0
    assert faults(Provider, MINIMAL + "failover: {gateways: 4}")[0].rule == "number-range"


def test_answers_lead_on_or_are_replaced() -> None:
    replies = document(
        Provider, MINIMAL + 'failover: {replies: {"486": failover, "604": 404 Not Found}}'
    ).failover.replies

    assert replies == {"486": "failover", "604": "404 Not Found"}


def test_a_misspelt_action_is_refused_at_its_code() -> None:
    (fault,) = faults(Provider, MINIMAL + 'failover: {replies: {"486": failovr}}')

    assert (fault.rule, fault.pointer) == ("text-format", ("failover", "replies", "486"))


def test_a_gateway_takes_calls_both_ways_unless_said_otherwise() -> None:
    gateway = document(
        Provider, MINIMAL + "gateways: [{id: a, host: 198.51.100.10, up: false}]"
    ).gateways[0]

    assert gateway.direction == "both"
    assert gateway.enabled is False


def test_a_header_regex_of_old_is_a_list_of_names_now() -> None:
    assert document(Provider, MINIMAL + "pass_headers: [X-Campaign]").pass_headers == (
        "X-Campaign",
    )
    assert faults(Provider, MINIMAL + "header_regex: ['X-.*']")[0].rule == "text-format"
