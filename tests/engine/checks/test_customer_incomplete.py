from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, a_did, is_quiet, tells

RULE = "customer-incomplete"

AUTH = {BEN + "auth.yaml": "users: [{id: a, username: a}]"}
ROUTE = {BEN + "routing.yaml": "routes: [{id: a, deliver_to: internal}]"}


def test_an_active_customer_with_nothing_is_told() -> None:
    tells(RULE, {}, BEN + "customer.yaml", "", "no auth record and no route")


def test_a_route_alone_is_not_enough() -> None:
    tells(RULE, ROUTE, BEN + "customer.yaml", "", "no auth record")


def test_auth_and_a_route_by_a_tag_are_enough() -> None:
    tagged = {
        BEN + "customer.yaml": a_customer("tags: [retail]"),
        "templates/tags/retail/routing.yaml": ROUTE[BEN + "routing.yaml"],
    }

    assert is_quiet(RULE, AUTH | ROUTE)
    assert is_quiet(RULE, AUTH | tagged)


def test_a_customer_that_only_receives_is_complete() -> None:
    assert is_quiet(RULE, {BEN + "dids.yaml": f"dids: [{a_did()}]"})


def test_an_inactive_customer_may_lack_anything() -> None:
    assert is_quiet(RULE, {BEN + "customer.yaml": a_customer("status: inactive")})
