from __future__ import annotations

from decimal import Decimal

from schemas.routing import Delivery, Routing, SIPPing, ThreeWay
from tests.schemas.reading import document, faults


def test_a_route_needs_only_an_id() -> None:
    route = document(Routing, "routes: [{id: standard, rate_card: retail-usd}]").routes[0]

    assert route.enabled is True
    assert route.deliver_to is Delivery.PROVIDERS
    assert route.dial == ()
    assert route.price_limits.profit_assurance is ThreeWay.DEFAULT
    assert route.media.sip_ping is SIPPing.BOTH


def test_c14_the_longest_call_is_3600_seconds() -> None:
    assert document(Routing, "routes: [{id: a}]").routes[0].capacity.max_duration_s == 3600


def test_a_dial_plan_mixes_prefixes_and_patterns() -> None:
    route = document(
        Routing, 'routes: [{id: a, dial_string: ["44", "^1(212|646)"], dial_except: ["447"]}]'
    ).routes[0]

    assert route.dial == ("44", "^1(212|646)")
    assert route.dial_except == ("447",)


def test_plain_prefixes_stand_in_quotes() -> None:
    (fault,) = faults(Routing, "routes: [{id: a, dial: [44]}]")

    assert (fault.rule, fault.pointer) == ("plain-identifier", ("routes", 0, "dial", 0))


def test_price_limits_are_rates() -> None:
    route = document(
        Routing, "routes: [{id: a, price_limits: {provider_capped_rate: 0.000000001}}]"
    ).routes[0]

    assert route.price_limits.provider_capped_rate == Decimal("0.000000001")


def test_recording_is_a_share_of_calls() -> None:
    assert (
        document(Routing, "routes: [{id: a, media: {recording_percent: 25}}]")
        .routes[0]
        .media.recording_percent
        == 25
    )
    assert (
        faults(Routing, "routes: [{id: a, media: {recording_percent: 101}}]")[0].rule
        == "number-range"
    )


def test_dates_are_not_fields_of_routes() -> None:
    (fault,) = faults(Routing, "routes: [{id: a, until: 2026-06-01}]")

    assert fault.rule == "unknown-field"
