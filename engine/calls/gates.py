"""Whether the customer may call at all, now: status, hours, credit, and how much is up already."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from engine.calls.model import Place
from engine.calls.walk import NOTHING, Verdict, Walk, failed, passed, skipped
from schemas.contracts import ContractAssignment
from schemas.counters import Live
from schemas.customer import CustomerStatus
from schemas.hours import WeeklyHours, weekly_hours

_STATUS = {
    CustomerStatus.INACTIVE: ("inactive", "customer {} is inactive"),
    CustomerStatus.PENDING_APPROVAL: ("pending", "customer {} waits for approval"),
}
_OVERLAYS = {"suspension": "suspended", "penalty": "penalty", "fraud block": "penalty"}


def status(walk: Walk) -> Verdict:
    """Let only active customers on; what lies over the status counts where it is known."""
    customer, account = walk.customer, walk.account
    assert customer is not None
    place = walk.of_customer("status")
    if customer.status in _STATUS:
        key, said = _STATUS[customer.status]
        return failed(key, said.format(walk.customer_id), place)
    for overlay in account.overlays or ():
        return failed(
            _OVERLAYS.get(overlay, "penalty"), f"{overlay} lies over customer {walk.customer_id}"
        )
    refused = _contracts(walk) or _verification(walk)
    if refused is not None:
        return refused
    unknown = "" if account.overlays is not None else "; what lies over the status was not given"
    return passed(f"active{unknown}", place)


def _contracts(walk: Walk) -> Verdict | None:
    """Stop for a required agreement that is unsigned after its grace date, where signatures are known."""
    held = walk.config.contracts(walk.customer_id)
    signed = walk.account.signed
    if held is None or signed is None:
        return None
    for place, one in enumerate(held[1].contracts):
        if one.required and one.contract not in signed and _is_over(one, walk):
            told = f"agreement {one.contract} is required and not signed"
            return failed("contract", told, Place(held[0], ("contracts", place)))
    return None


def _is_over(one: ContractAssignment, walk: Walk) -> bool:
    return one.grace_date is None or walk.call.at.date() > one.grace_date


def _verification(walk: Walk) -> Verdict | None:
    customer = walk.customer
    assert customer is not None
    wanted = customer.verification.email or customer.verification.mobile
    if wanted and walk.account.verified is False:
        place = walk.of_customer("verification")
        return failed("unverified", "no contact verified what the customer has to verify", place)
    return None


def hours(walk: Walk) -> Verdict:
    """Let calls on in the customer's hours."""
    customer = walk.customer
    assert customer is not None
    allowed = customer.hours
    if not allowed.slots:
        return skipped("no hours are set: calls are allowed at any time")
    here = walk.call.at.astimezone(ZoneInfo(allowed.zone))
    clock = f"{here:%a %H:%M} in {allowed.zone}"
    for place, slot in enumerate(allowed.slots):
        if _is_inside(weekly_hours(slot), here.weekday(), here.hour * 60 + here.minute):
            return passed(f"{clock} is inside {slot}", walk.of_customer("hours", "slots", place))
    told = f"{clock} is outside {', '.join(allowed.slots)}"
    return failed("hours", told, walk.of_customer("hours", "slots"))


def _is_inside(slot: WeeklyHours, day: int, minute: int) -> bool:
    if slot.end_min > slot.start_min:
        return day in slot.days and slot.start_min <= minute < slot.end_min
    late = day in slot.days and minute >= slot.start_min
    return late or ((day - 1) % 7 in slot.days and minute < slot.end_min)


def credit(walk: Walk) -> Verdict:
    """Let calls on while there is money: balance and debit limit above zero, spend below the day's limit."""
    customer, account = walk.customer, walk.account
    assert customer is not None
    limit, money = customer.credit, customer.currency
    if account.balance is None:
        return skipped("no balance was given", walk.of_customer("credit", "debit_limit"))
    available = account.balance + limit.debit_limit
    told = f"available {available} {money}: balance {account.balance} + debit limit {limit.debit_limit}"
    if available <= 0:
        return failed("credit", told, walk.of_customer("credit", "debit_limit"))
    if limit.daily_spend_limit is not None and account.spend_today is not None:
        spent = f"spent today {account.spend_today} of {limit.daily_spend_limit} {money}"
        if account.spend_today >= limit.daily_spend_limit:
            return failed("daily-spend", spent, walk.of_customer("credit", "daily_spend_limit"))
        told += f"; {spent}"
    return passed(told, walk.of_customer("credit", "debit_limit"))


def account_limits(walk: Walk) -> Verdict:
    """Compare live calls with the limits of the customer and of the record the call came by."""
    customer, sender = walk.customer, walk.sender
    assert customer is not None
    looked: list[str] = []
    limits = customer.limits
    whose = f"customer {walk.customer_id}"
    verdict = _within(
        whose, walk.account, limits.channels, limits.cps, walk.of_customer("limits"), looked
    )
    if verdict is None and sender is not None:
        live = walk.counters.records.get(f"{sender.customer}/{sender.record.id}", NOTHING)
        whose = f"record {sender.record.id}"
        verdict = _within(
            whose, live, sender.record.channels, sender.record.cps, sender.place(), looked
        )
    return verdict or _looked_at(looked)


def route_limits(walk: Walk) -> Verdict:
    """Compare live calls of the route with its own limits; the customer's hold as well."""
    placed = walk.route
    assert placed is not None
    capacity = placed.route.capacity
    live = walk.counters.routes.get(f"{walk.customer_id}/{placed.route.id}", NOTHING)
    looked: list[str] = []
    whose = f"route {placed.route.id}"
    verdict = _within(
        whose, live, capacity.channels, capacity.cps, placed.place("capacity"), looked
    )
    if verdict is not None and verdict.refusal == "cps" and capacity.cps_spike_buffer_s:
        wait = f"tried again each second for {capacity.cps_spike_buffer_s} s"
        walk.warnings.append(f"The call is held: {verdict.detail}; {wait}, then refused.")
        place = placed.place("capacity", "cps_spike_buffer_s")
        return passed(f"held: {verdict.detail}; {wait}", place)
    return verdict or _looked_at(looked)


def _looked_at(looked: list[str]) -> Verdict:
    if not looked:
        return skipped("no limit is set, or live calls were not given")
    return passed("; ".join(looked))


def _within(
    whose: str, live: Live, channels: int, cps: int, place: Place, looked: list[str]
) -> Verdict | None:
    """Refuse a call over a limit of channels or calls per second; 0 is no limit, and what is not given is not looked at."""
    for key, limit, now, what in (
        ("channels", channels, live.channels, "channels"),
        ("cps", cps, live.calls_this_second, "calls this second"),
    ):
        if not limit or now is None:
            continue
        at = Place(place.path, (*place.at, key))
        if now >= limit:
            return failed(key, f"{whose} has {now} of {limit} {what}", at)
        looked.append(f"{whose} has {now} of {limit} {what}")
    return None
