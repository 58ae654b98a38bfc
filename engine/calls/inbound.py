"""Calls to our numbers: whose number it is, whether it may be reached, and where the call goes."""

from __future__ import annotations

from engine.calls.model import Option, Place
from engine.calls.prices import NoPrice, not_in_currency, side_of, worded
from engine.calls.walk import NOTHING, Verdict, Walk, failed, passed, skipped
from schemas.customer import CustomerStatus
from schemas.dids import DID, Pick


def identify_provider(walk: Walk) -> Verdict:
    """Recognise the provider by the address the call comes from; without one the call is taken to come from it."""
    ip = walk.call.ip
    if not ip:
        return skipped("no address was given: the call is taken to come from the number's provider")
    found = walk.config.providers_at(ip)
    if not found:
        return failed("ip-unknown", f"no gateway of a provider has {ip}")
    names = ", ".join(name for name, _ in found)
    return passed(f"{ip} is {names}", found[0][1])


def find_number(walk: Walk) -> Verdict:
    """Find who has the number; one that is in stock or shut reaches nobody."""
    walk.number, walk.cli = walk.number.removeprefix("+"), walk.cli.removeprefix("+")
    found = walk.config.did(walk.number)
    if found is None:
        return failed("did-unknown", f"{walk.number or 'nothing'} is no number of a customer")
    owner, place, did = found
    held = walk.config.customer(owner)
    if held is None:
        return failed("did-shut", f"the file of customer {owner} does not hold", place)
    walk.customer_id, walk.did = owner, walk.number
    walk.customer_path, walk.customer = held
    walk.sender = None
    if not did.enabled:
        return failed("did-shut", f"DID {did.id} is disabled", _at(place, "enabled"))
    return passed(f"DID {did.id} of {owner}", place)


def _at(place: Place, *more: str | int) -> Place:
    return Place(place.path, (*place.at, *more))


def _did(walk: Walk) -> tuple[Place, DID]:
    found = walk.config.did(walk.did)
    assert found is not None
    return found[1], found[2]


def owner_status(walk: Walk) -> Verdict:
    """Let only active customers be called."""
    customer = walk.customer
    assert customer is not None
    place = walk.of_customer("status")
    if customer.status is not CustomerStatus.ACTIVE:
        told = f"customer {walk.customer_id} is {customer.status.value.replace('_', ' ')}"
        return failed("did-shut", told, place)
    for overlay in walk.account.overlays or ():
        return failed("did-shut", f"{overlay} lies over customer {walk.customer_id}")
    return passed("active", place)


def owner_credit(walk: Walk) -> Verdict:
    """Deliver calls while the owner has money, or always where it may be called without."""
    customer, account = walk.customer, walk.account
    assert customer is not None
    if customer.did.allow_inbound_without_credit:
        place = walk.of_customer("did", "allow_inbound_without_credit")
        return skipped("calls come in without credit too", place)
    if account.balance is None:
        return skipped("no balance was given", walk.of_customer("credit", "debit_limit"))
    available = account.balance + customer.credit.debit_limit
    told = f"available {available} {customer.currency}"
    place = walk.of_customer("credit", "debit_limit")
    return passed(told, place) if available > 0 else failed("did-shut", told, place)


def number_limits(walk: Walk) -> Verdict:
    """Compare live calls to the number with its own limits."""
    place, did = _did(walk)
    live = walk.counters.dids.get(walk.did, NOTHING)
    for key, limit, now in (
        ("channels", did.channels, live.channels),
        ("cps", did.cps, live.calls_this_second),
    ):
        if limit and now is not None and now >= limit:
            return failed("did-limit", f"DID {did.id} has {now} of {limit} {key}", _at(place, key))
    if not (did.channels or did.cps):
        return skipped("the number has no limits of its own")
    return passed("within the number's limits", place)


def caller_filters(walk: Walk) -> Verdict:
    """Refuse callers without the attestation asked for; what asks services we do not have is left out."""
    place, did = _did(walk)
    if did.filters.min_attestation is None:
        return skipped("no filter is set, or its service is not configured", _at(place, "filters"))
    return skipped(
        "the attestation of the call was not given", _at(place, "filters", "min_attestation")
    )


def destinations(walk: Walk) -> Verdict:
    """List where the call is tried, in order or drawn."""
    place, did = _did(walk)
    if not did.destinations:
        return failed("did-shut", f"DID {did.id} goes nowhere", _at(place, "destinations"))
    listed = list(did.destinations)
    if did.pick is Pick.RANDOM:
        listed = walk.weighed([(one, 1) for one in listed], "destinations")
    walk.destinations = tuple(listed)
    walk.max_duration_s = did.max_duration_s
    return passed(f"goes to {', then '.join(listed)}", _at(place, "destinations"))


def rate_number(walk: Walk) -> Verdict:
    """Find what the owner pays for the call and what we pay the provider; a number may have neither."""
    place, did = _did(walk)
    told = []
    row: Place | None = None
    if did.customer_card is not None:
        wrong = not_in_currency(walk, did.customer_card)
        if wrong:
            return failed("no-rate", wrong, _at(place, "customer_card"))
        side = side_of(walk, did.customer_card)
        if isinstance(side, NoPrice):
            return failed("no-rate", side.why, side.place or _at(place, "customer_card"))
        walk.sell, row = side, side.place
        told.append(f"the owner pays {worded(side)} by {side.card}, prefix {side.prefix}")
    buy = side_of(walk, did.provider_card)
    if isinstance(buy, NoPrice):
        walk.warnings.append(f"Provider {did.provider} has no price for the call: {buy.why}.")
    else:
        money = walk.customer.currency if walk.customer else buy.currency
        exchange = walk.config.exchange(buy.currency, money, walk.call.at)
        walk.options.append(
            Option(
                provider=did.provider,
                card=did.provider_card,
                buy=buy,
                exchange=exchange[0] if exchange else None,
                dated=exchange[1] if exchange else "",
            )
        )
        told.append(f"we pay {worded(buy)} by {buy.card}, prefix {buy.prefix}")
    if not told:
        return skipped("the number has no rate card", place)
    return passed("; ".join(told), row or place)
