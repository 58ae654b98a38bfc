from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, a_did, is_quiet, tells

RULE = "last-route-gone"

DID = {BEN + "dids.yaml": f"dids: [{a_did()}]"}
ROUTE = {BEN + "routing.yaml": "routes: [{id: a, deliver_to: internal}]"}
OFF = {BEN + "routing.yaml": "routes: [{id: a, deliver_to: internal, enabled: false}]"}
TAGGED = {BEN + "customer.yaml": a_customer("tags: [retail]")}
TEMPLATE = {"templates/tags/retail/routing.yaml": ROUTE[BEN + "routing.yaml"]}


def test_a_customer_that_loses_its_last_route_is_told() -> None:
    tells(RULE, DID, BEN + "customer.yaml", "", "no route left", before=DID | ROUTE)


def test_a_last_route_that_is_switched_off_is_told() -> None:
    tells(RULE, DID | OFF, BEN + "customer.yaml", "", "no route left", before=DID | ROUTE)


def test_a_tag_that_takes_its_routes_away_is_told() -> None:
    tells(RULE, DID | TAGGED, BEN + "customer.yaml", "", before=DID | TAGGED | TEMPLATE)


def test_a_route_by_a_tag_stays() -> None:
    assert is_quiet(RULE, DID | TAGGED | TEMPLATE, before=DID | TAGGED | TEMPLATE | ROUTE)


def test_whoever_had_none_loses_none() -> None:
    assert is_quiet(RULE, DID, before=DID)
    assert is_quiet(RULE, DID)


def test_a_customer_that_cannot_be_called_either_is_told_as_incomplete() -> None:
    assert is_quiet(RULE, {}, before=ROUTE)
