"""Who may call at all: status, hours, credit, and limits of what is up already."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.calls.model import Outcome, Result
from tests.engine.calls.carrier import AUTH, BEN, CUSTOMER, ROUTES, more, refused, step, tried

HOURS = "hours: {zone: Europe/London, slots: ['mon-fri 08:00-10:30']}"


@pytest.mark.parametrize(
    ("files", "account", "code"),
    [
        (more(CUSTOMER, "status: inactive"), {}, "403 Account Inactive"),
        (more(CUSTOMER, "status: pending_approval"), {}, "403 Pending Approval"),
        ({}, {"overlays": ["penalty"]}, "403 Penalty"),
        ({}, {"overlays": ["suspension"]}, "403 Account Suspended"),
        (more(CUSTOMER, HOURS), {}, "403 Outside allowed hours"),
        ({}, {"balance": "0.00"}, "402 Payment Required"),
        (more(CUSTOMER, 'credit: {debit_limit: "-1.00"}'), {"balance": "1.00"}, "402 Payment Required"),
        (more(CUSTOMER, 'credit: {daily_spend_limit: "5"}'), {"balance": "9", "spend_today": "5"},
         "402 Payment Required"),
        (more(CUSTOMER, "limits: {channels: 2}"), {"channels": 2}, "503 Channel Limit Reached"),
        (more(CUSTOMER, "limits: {cps: 3}"), {"calls_this_second": 3}, "503 CPS Limit Reached"),
        ({BEN + "contracts.yaml": "contracts: [{id: t, contract: terms, required: true}]\n",
          "contracts/terms.yaml": "name: T\nrevisions: [{number: 1, date: 2026-01-01, text: x}]\n"},
         {"signed": []}, "403 Contract Required"),
        (more(CUSTOMER, "verification: {email: true}"), {"verified": False}, "403 Not Verified"),
    ],
)  # fmt: skip
def test_customers_who_may_not_call_are_refused(
    files: dict[str, str], account: dict[str, Any], code: str
) -> None:
    account = {
        key: value if not isinstance(value, bool) else str(value).lower()
        for key, value in account.items()
    }
    assert refused(tried(files=files, counters={"customers": {"ben": account}})) == code


@pytest.mark.parametrize(
    ("files", "account"),
    [
        (more(CUSTOMER, 'credit: {debit_limit: "5.00"}'), {"balance": "-4.99"}),
        (more(CUSTOMER, "limits: {channels: 2}"), {"channels": "1"}),
        (more(CUSTOMER, "limits: {channels: 0}"), {"channels": "9999"}),
        (more(CUSTOMER, HOURS.replace("10:30", "11:30")), {}),
        ({}, {"overlays": []}),
    ],
)
def test_customers_within_their_limits_pass(files: dict[str, str], account: dict[str, Any]) -> None:
    assert tried(files=files, counters={"customers": {"ben": account}}).outcome is Outcome.ROUTED


def test_what_is_not_given_is_skipped_and_says_so() -> None:
    credit = step(tried(), "credit")
    assert (credit.result, credit.detail) == (Result.SKIP, "no balance was given")


def test_limits_of_the_record_and_of_the_route_count_beside_the_customers() -> None:
    record = tried(
        files=more(AUTH, "    channels: 1"), counters={"records": {"ben/pbx": {"channels": "1"}}}
    )
    route = tried(
        files=more(ROUTES, "    capacity: {channels: 1}"),
        counters={"routes": {"ben/world": {"channels": "1"}}},
    )
    assert refused(record) == refused(route) == "503 Channel Limit Reached"
    assert record.steps[-1].name == "limits"
    assert route.steps[-1].name == "route limits"


def test_a_call_over_the_rate_of_its_route_is_held_as_long_as_the_buffer_says() -> None:
    busy = {"routes": {"ben/world": {"calls_this_second": "5"}}}
    at_once = tried(files=more(ROUTES, "    capacity: {cps: 5}"), counters=busy)
    held = tried(files=more(ROUTES, "    capacity: {cps: 5, cps_spike_buffer_s: 3}"), counters=busy)

    assert refused(at_once) == "503 CPS Limit Reached"
    assert held.outcome is Outcome.ROUTED
    assert "tried again each second for 3 s" in held.warnings[0]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2026, 6, 5, 23, 0, tzinfo=UTC), ""),  # a Friday night
        (datetime(2026, 6, 6, 3, 0, tzinfo=UTC), ""),  # which goes on after midnight
        (datetime(2026, 6, 6, 23, 0, tzinfo=UTC), "403 Outside allowed hours"),
    ],
)
def test_hours_may_run_over_midnight(at: datetime, code: str) -> None:
    files = more(CUSTOMER, "hours: {zone: UTC, slots: ['mon-fri 22:00-04:00']}")
    assert refused(tried(files=files, at=at)) == code
