"""What a card says a call costs: the row in force, the price column that counts, and the terms of rounding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from engine.calls.config import rates_path
from engine.calls.model import ANONYMOUS, Place, Side
from engine.calls.npa import state_of
from engine.calls.walk import Verdict, Walk, failed, passed, skipped
from engine.rating.charge import NANO, Price, Rule, Step
from engine.rating.compiled import CompiledRates, PricedRow, milliseconds
from engine.rating.windows import later_prices, open_windows
from schemas.rate_card import Prices, RateCard, Terms
from schemas.routing import Delivery

LONGEST_CALL_S = 4 * 3600
"""How far windows are looked ahead where no length is given."""


@dataclass(frozen=True, slots=True)
class NoPrice:
    """Why a card has no price for a call; ``place`` is the row that says so, if one does."""

    why: str
    place: Place | None = None
    blocked: bool = False


def has_rate(walk: Walk, card: str, number: str) -> bool:
    """Whether a card has a row for a number now, blocked or not."""
    held, rates, at = walk.config.card(card), walk.config.rates.of(card), walk.call.at
    if held is None or rates is None:
        return False
    return rates.find(number, milliseconds(at), open_windows(held[1].windows, at)) is not None


def side_of(walk: Walk, name: str) -> Side | NoPrice:
    """Give what a card asks for the call."""
    held = walk.config.card(name)
    rates = walk.config.rates.of(name)
    if held is None or rates is None:
        return NoPrice(f"rate card {name} has no rates that hold")
    path, card = held
    table = rates_path(path)
    row = rates.find(
        walk.number, milliseconds(walk.call.at), open_windows(card.windows, walk.call.at)
    )
    if row is None:
        return NoPrice(f"{name} has no row for {walk.number}", Place(table))
    place = Place(table, (), row.line)
    if row.blocked:
        return NoPrice(f"{name} blocks {row.prefix}{_named(row)}", place, blocked=True)
    column, price = _price(card, row, walk)
    if price is None:
        return NoPrice(f"row {row.prefix} of {name} has no price", place)
    return Side(
        card=name,
        currency=card.currency,
        prefix=row.prefix,
        name=row.name,
        column=column,
        price=price,
        rule=rule_at(card, walk.call.at),
        place=place,
        later=_later(card, rates, walk),
    )


def _named(row: PricedRow) -> str:
    return f" ({row.name})" if row.name else ""


def _price(card: RateCard, row: PricedRow, walk: Walk) -> tuple[str, Price | None]:
    """Choose the price column by what kind of call it is; an empty one gives way to inter, then to rate."""
    wanted = column_of(card, walk.number, walk.cli)
    columns = (wanted, "inter", "rate") if wanted == "intra" else (wanted, "rate", "inter")
    for column in columns:
        if column in row.prices:
            return column, price_of(card, row, row.prices[column])
    return wanted, None


def column_of(card: RateCard, number: str, cli: str) -> str:
    """Name the price column for a call between two numbers."""
    match card.prices:
        case Prices.SINGLE:
            return "rate"
        case Prices.INTER_INTRA | Prices.INTER_INTRA_INDETERMINATE:
            return _jurisdiction(number, cli)
        case Prices.ORIGIN_ZONES:
            return _zone(card, number, cli)


def _jurisdiction(number: str, cli: str) -> str:
    """Compare the states of both numbers: an origin outside or unknown is indeterminate, which is the rate."""
    if not _is_national(number) or not _is_national(cli):
        return "rate"
    origin = state_of(cli)
    return "intra" if origin is not None and origin == state_of(number) else "inter"


def _is_national(number: str) -> bool:
    """Whether a number is of the United States, also where its state is not known: a toll-free one."""
    if len(number) != 11 or number[0] != "1":
        return False
    return state_of(number) is not None or country_of(number) == "US"


def _zone(card: RateCard, number: str, cli: str) -> str:
    origin, target = country_of(cli), country_of(number)
    if not origin or not target:
        return "rate"
    if origin == target and origin not in card.zones.sources:
        return "local"
    if origin in card.zones.sources and target in card.zones.destinations:
        return "zone"
    return "local" if origin == target else "rate"


@lru_cache(maxsize=4096)
def country_of(number: str) -> str:
    """Give the country of a number in E.164 digits, empty if it has none or withholds it."""
    if number == ANONYMOUS or not number.isdigit():
        return ""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(f"+{number}")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.region_code_for_number(parsed) or ""


def price_of(card: RateCard, row: PricedRow, rate: int) -> Price:
    """Give a row's price with the card's defaults where the row says nothing."""
    defaults = card.defaults
    grace, free = row.grace_s, row.free_s
    return Price(
        rate=rate,
        per_s=card.per_seconds,
        minimum_s=defaults.minimum_s if row.minimum_s is None else row.minimum_s,
        increment_s=defaults.increment_s if row.increment_s is None else row.increment_s,
        connect=_nano(defaults.connect) if row.connect is None else row.connect,
        free_s=(0 if grace else defaults.free_s) if free is None else free,
        grace_s=(0 if free else defaults.grace_s) if grace is None else grace,
        steps=tuple(_timed(step, card.per_seconds) for step in row.steps),
    )


def _timed(step: Step, per_s: int) -> Step:
    return step if step.per_s else replace(step, per_s=per_s)


def _nano(amount: Decimal) -> int:
    return int(amount * NANO)


def rule_at(card: RateCard, at: datetime) -> Rule:
    """Give how charges are rounded for a call that arrives at an instant."""
    terms = max(
        (one for one in card.terms if one.since is None or one.since <= at),
        key=lambda one: (one.since is not None, one.since.timestamp() if one.since else 0),
        default=card.terms[0],
    )
    return rule_of(terms)


def rule_of(terms: Terms) -> Rule:
    """Give terms as rating takes them."""
    return Rule(terms.precision, terms.rounding, terms.duration_rounding)


def _later(card: RateCard, rates: CompiledRates, walk: Walk) -> tuple[tuple[int, Price], ...]:
    """Give the prices that begin to count in the course of the call, where windows open and close."""

    def price_in(windows: Mapping[str, int]) -> Price | None:
        # Which row a window gives is a matter of the border; which dated row, of the call's arrival.
        row = rates.find(walk.number, milliseconds(walk.call.at), windows)
        return None if row is None or row.blocked else _price(card, row, walk)[1]

    length = max(LONGEST_CALL_S, int(walk.call.duration_s or 0) + 1)
    return later_prices(card.windows, card.across_windows, walk.call.at, length, price_in)


def rate_customer(walk: Walk) -> Verdict:
    """Find what the customer pays; its card has the customer's currency."""
    placed, customer = walk.route, walk.customer
    assert placed is not None
    assert customer is not None
    route = placed.route
    if route.rate_card is None:
        if route.deliver_to is not Delivery.PROVIDERS:
            return skipped("the call stays inside and the route names no card", placed.place())
        return failed("no-rate", f"route {route.id} names no rate card", placed.place("rate_card"))
    held = walk.config.card(route.rate_card)
    wrong = not_in_currency(walk, route.rate_card)
    if wrong:
        return failed("no-rate", wrong, placed.place("rate_card"))
    side = side_of(walk, route.rate_card)
    if isinstance(side, NoPrice):
        return failed("no-rate", side.why, side.place or placed.place("rate_card"))
    walk.sell = side
    if held is not None:
        walk.card_path, walk.card = held
    return passed(f"{worded(side)} by {side.card}, prefix {side.prefix}{_about(side)}", side.place)


def not_in_currency(walk: Walk, card: str) -> str:
    """Say that a card is not in the customer's currency, so that nothing can be charged by it; empty if it is."""
    held, customer = walk.config.card(card), walk.customer
    if held is None or customer is None or held[1].currency == customer.currency:
        return ""
    return f"rate card {card} is in {held[1].currency}, customer {walk.customer_id} in {customer.currency}"


def _about(side: Side) -> str:
    return f" ({side.name})" if side.name else ""


def worded(side: Side) -> str:
    """Say what a side costs: ``0.0125 USD/min, 30/6, connect 0.01``."""
    price = side.price
    per = "min" if price.per_s == 60 else f"{price.per_s} s"
    told = f"{amount(price.rate)} {side.currency}/{per}, {price.minimum_s}/{price.increment_s}"
    if price.connect:
        told += f", connect {amount(price.connect)}"
    if price.free_s or price.grace_s:
        told += f", {'free' if price.free_s else 'grace'} {price.free_s or price.grace_s} s"
    return told + (", stepped" if price.steps else "")


def amount(nano: int) -> str:
    """Write nano-units as a decimal, at least two places."""
    whole, part = divmod(nano, NANO)
    return f"{whole}.{f'{part:09d}'.rstrip('0').ljust(2, '0')}"


def price_limits(walk: Walk) -> Verdict:
    """Refuse a call that costs the customer more than the route allows."""
    placed, side = walk.route, walk.sell
    assert placed is not None
    limits = placed.route.price_limits
    if side is None or (limits.capped_rate is None and not limits.block_connect_cost):
        return skipped("the route caps no price")
    if limits.capped_rate is not None and side.price.per_minute > limits.capped_rate:
        told = f"{worded(side)} is above the cap of {limits.capped_rate} a minute"
        return failed("too-dear", told, placed.place("price_limits", "capped_rate"))
    if limits.block_connect_cost and side.price.connect:
        told = f"the row has a connection fee of {amount(side.price.connect)}"
        return failed("too-dear", told, placed.place("price_limits", "block_connect_cost"))
    return passed(f"{worded(side)} is within the route's limits", placed.place("price_limits"))
