"""What is sent out: codecs, the time limit, gateways."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.voice import Codec
from tests.engine.calls.carrier import (
    AUTH,
    CHEAP,
    CUSTOMER,
    RETAIL,
    ROUTES,
    cards,
    did,
    left_out,
    more,
    refused,
    replaced,
    step,
    tried,
)


def test_credit_limits_the_time_and_refuses_what_it_cannot_begin() -> None:
    files = {
        "rate-cards/retail/rates.csv": "prefix,rate,minimum_s,increment_s,connect\n44,0.02,60,60,0.01\n"
    }
    rich = tried(files=files, counters={"customers": {"ben": {"balance": "1.00"}}})
    assert (rich.affordable_s, rich.max_duration_s) == (2940, 2940)
    poor = tried(files=files, counters={"customers": {"ben": {"balance": "0.025"}}})
    assert refused(poor) == "402 Payment Required"
    unseen = {"customers": {"ben": {"balance": "1.00"}}, "switch_granularity_s": "5"}
    assert tried(files=files, counters=unseen).max_duration_s == 2930


def test_codecs_have_to_be_common() -> None:
    answer = tried(files=more(AUTH, "    codecs: [pcma]"), codecs=(Codec.G729,))
    assert refused(answer) == "488 Not Acceptable Here"
    gateway = replaced(
        "providers/alpha/provider.yaml", "host: 198.51.100.1", "host: 198.51.100.1, codecs: [g729]"
    )
    assert cards(tried(files={**gateway, **more(AUTH, "    codecs: [pcma]")})) == ["dear"]


def test_failover_tries_as_many_gateways_as_the_provider_allows() -> None:
    answer = tried()
    assert [len(one.attempts) for one in answer.providers] == [1, 2]


@pytest.mark.parametrize(
    ("files", "counters", "why"),
    [
        (more("providers/alpha/provider.yaml", "limits: {channels: 9}"), {"providers": {"alpha": {"channels": "9"}}},
         "provider alpha has 9 of 9 channels"),
        (more("providers/alpha/provider.yaml", "limits: {cps: 2}"),
         {"providers": {"alpha": {"calls_this_second": "2"}}}, "provider alpha has 2 of 2 calls this second"),
        (replaced(CHEAP, 'tech_prefix: "77#"', "channels: 4"), {"cards": {"cheap": {"channels": "4"}}},
         "card cheap has 4 of 4 channels"),
        (replaced("providers/alpha/provider.yaml", "host: 198.51.100.1", "host: 198.51.100.1, channels: 1"),
         {"gateways": {"alpha/a1": {"channels": "1"}}}, "no gateway that takes this call"),
    ],
)  # fmt: skip
def test_a_full_provider_is_passed_over_at_the_attempt_and_the_next_is_first(
    files: dict[str, str], counters: dict[str, Any], why: str
) -> None:
    answer = tried(files=files, counters=counters)

    assert cards(answer) == ["dear"]
    assert why in left_out(answer, "cheap")
    assert "cheap" in step(answer, "order").detail  # it was in the list: limits come later


def test_where_every_provider_is_full_there_is_no_route_of_least_cost() -> None:
    files = {
        **more("providers/alpha/provider.yaml", "limits: {channels: 9}"),
        **more("providers/beta/provider.yaml", "limits: {channels: 9}"),
    }
    full = {"providers": {"alpha": {"channels": "9"}, "beta": {"channels": "9"}}}

    assert refused(tried(files=files, counters=full)) == "503 LCR Unavailable"


def test_credit_is_spent_by_the_prices_of_windows_that_open_on_the_way() -> None:
    dear_later = {
        **more(RETAIL, "windows: [{id: late, hours: ['daily 10:01-24:00']}]"),
        "rate-cards/retail/rates.csv": "prefix,rate,window\n44,0.06,\n44,0.60,late\n",
    }
    answer = tried(files=dear_later, counters={"customers": {"ben": {"balance": "0.66"}}})

    assert answer.affordable_s == 120  # 60 s for 0.06, then 60 s for 0.60
    assert "0.66 USD affords 120 s" in step(answer, "time limit").detail


def test_a_call_that_stays_inside_ends_with_the_credit_too() -> None:
    files = {**did(), **more(ROUTES, "    on_net: true")}
    poor = {"customers": {"ben": {"balance": "0.0001"}}}

    assert refused(tried("442079460100", files, counters=poor)) == "402 Payment Required"


def test_the_smaller_timer_of_customer_and_provider_counts() -> None:
    files = {
        **more(CUSTOMER, "timers: {first_reply_s: 2, ring_s: 90}"),
        **more("providers/alpha/provider.yaml", "timers: {first_reply_s: 4, ring_s: 45}"),
    }
    timers = tried(files=files).providers[0].timers

    assert (timers["first_reply_s"], timers["ring_s"]) == (2, 45)


def test_bandwidth_in_use_shuts_a_record() -> None:
    files = more(AUTH, "    bandwidth_mbps: '2'")
    assert (
        refused(tried(files=files, counters={"records": {"ben/pbx": {"bandwidth_mbps": "1.9"}}}))
        == ""
    )
    full = {"records": {"ben/pbx": {"bandwidth_mbps": "2"}}}
    assert refused(tried(files=files, counters=full)) == "503 Bandwidth Limit Reached"


def test_a_provider_gets_the_numbers_the_way_it_wants_them() -> None:
    files = more(
        "providers/alpha/provider.yaml",
        "p_asserted_id: remove\nrewrites: [{type: cli, current: '^1', new: '+1'}]",
    )
    sent = tried(files=files, p_asserted_id="12125550123").providers[0].attempts[0]

    assert (sent.number, sent.cli, sent.p_asserted_id) == ("77#442079460018", "+12125550123", "")
