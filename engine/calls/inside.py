"""Calls that stay inside: to an endpoint of the customer itself, or to a number of ours without a provider."""

from __future__ import annotations

from engine.calls.walk import Verdict, Walk, failed, passed, skipped
from schemas.routing import Delivery
from schemas.voice import Direction


def deliver_inside(walk: Walk) -> Verdict:
    """Find where a call goes that needs no provider; every other one goes on."""
    placed = walk.route
    assert placed is not None
    place = placed.place("deliver_to")
    match placed.route.deliver_to:
        case Delivery.EXTENSION:
            return _extension(walk)
        case Delivery.INTERNAL:
            walk.destinations = (f"feature server:{walk.number}",)
            return passed("delivered by the feature server", place)
        case Delivery.CUSTOMER_IP:
            return _own_system(walk)
        case Delivery.PROVIDERS:
            return _own_number(walk)


def _extension(walk: Walk) -> Verdict:
    placed = walk.route
    assert placed is not None
    auth = walk.config.auth(walk.customer_id)
    users = auth[1].users if auth else ()
    if any(user.username == walk.number and user.enabled for user in users):
        walk.destinations = (f"extension:{walk.number}",)
        return passed(f"delivered to SIP user {walk.number}", placed.place("deliver_to"))
    told = f"customer {walk.customer_id} has no SIP user {walk.number}"
    return failed("did-unknown", told, placed.place("deliver_to"))


def _own_system(walk: Walk) -> Verdict:
    placed = walk.route
    assert placed is not None
    auth = walk.config.auth(walk.customer_id)
    records = [
        record
        for record in (auth[1].ip if auth else ())
        if record.enabled and record.direction is not Direction.SENDS
    ]
    if not records:
        told = f"no record of customer {walk.customer_id} receives calls"
        return failed("did-shut", told, placed.place("deliver_to"))
    drawn = walk.weighed([(record, record.weight) for record in records], "own-system")
    walk.destinations = tuple(f"{walk.number}@{record.hosts[0]}" for record in drawn)
    return passed(f"delivered to record {drawn[0].id}", placed.place("deliver_to"))


def _own_number(walk: Walk) -> Verdict:
    placed = walk.route
    assert placed is not None
    if not placed.route.on_net:
        return skipped("calls of this route go to providers", placed.place("deliver_to"))
    found = walk.config.did(walk.number)
    if found is None:
        return skipped(f"{walk.number} is no number of ours", placed.place("on_net"))
    walk.did = walk.number
    walk.destinations = (f"did:{walk.number}",)
    told = f"{walk.number} is a number of {found[0]}: delivered inside, without a provider"
    return passed(told, placed.place("on_net"))
