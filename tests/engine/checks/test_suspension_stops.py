from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, a_did, is_quiet, tells, told

RULE = "suspension-stops"
PATH = BEN + "customer.yaml"
LEADS_HERE = "destinations: ['customer:ben']"
USES = {
    BEN
    + "routing.yaml": "routes: [{id: world, deliver_to: internal}, {id: night, deliver_to: internal, enabled: false}]",
    BEN
    + "auth.yaml": 'ip: [{id: pbx, hosts: [203.0.113.7]}]\nusers: [{id: a, username: "1001"}, {id: b, username: "1002"}]',
    BEN
    + "dids.yaml": f"dids: [{a_did(more='retail: 1.50')}, {a_did('442079460101', 'package: uk')}]",
    BEN + "packages.yaml": (
        "packages: [{id: trunk, package: rental, quantity: 2, start: 2026-01-01}, "
        "{id: old, package: gone, quantity: 1, start: 2026-01-01, end: 2026-02-01}]"
    ),
    "customers/zoe/customer.yaml": a_customer(name="Zoe"),
    "customers/zoe/dids.yaml": f"dids: [{a_did('442079460102', LEADS_HERE)}]",
}


def of(status: str) -> dict[str, str]:
    return {PATH: a_customer(f"status: {status}")}


@pytest.mark.parametrize("status", ["inactive", "pending_approval"])
def test_it_is_told_what_stops_and_what_is_charged_all_the_same(status: str) -> None:
    words = (
        "no call of ben passes any more",
        "this stops 1 route (world), 1 IP record (pbx), 2 SIP users (1001, 1002), "
        "2 DIDs (442079460100, 442079460101), calls to numbers of zoe that lead here",
        "still charged: 1 package (rental x 2), 2 DIDs (442079460100 (1.50), 442079460101 (uk))",
        "status: active",
    )

    tells(RULE, USES | of(status), PATH, "status", *words, before=USES | of("active"))


def test_many_things_are_counted_and_the_first_named() -> None:
    numbers = ", ".join(a_did(f"4420794601{place:02d}") for place in range(30))
    many = {BEN + "dids.yaml": f"dids: [{numbers}]"}
    (problem,) = told(RULE, many | of("inactive"), before=many | of("active"))

    assert "30 DIDs (442079460100, 442079460101, 442079460102, 27 more)" in problem.message


def test_a_customer_without_anything_is_told_in_short() -> None:
    (problem,) = told(RULE, of("inactive"), before=of("active"))

    assert problem.message == "no call of ben passes any more"


def test_other_turns_of_the_status_are_not_told() -> None:
    assert is_quiet(RULE, of("active"), before=of("inactive"))
    assert is_quiet(RULE, of("inactive"), before=of("pending_approval"))
    assert is_quiet(RULE, of("inactive"))
