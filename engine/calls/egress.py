"""What would be sent out: codecs and bandwidth, the time limit, and for each provider its gateways in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from engine.calls.model import ANONYMOUS, Attempt, Option, Place
from engine.calls.patterns import rewritten
from engine.calls.walk import NOTHING, Verdict, Walk, failed, passed, skipped
from engine.rating.charge import affordable_seconds
from schemas.counters import Live
from schemas.provider import Gateway, Provider
from schemas.shared import Rewrite, RewriteType
from schemas.voice import AssertedIdentity, Codec, Direction

LONGEST_AFFORDED_S = 30 * 86_400
"""Seconds beyond which nobody asks how long a credit lasts."""


def agree_codecs(walk: Walk) -> Verdict:
    """Find a codec that caller, record, route and a provider's gateway all take; without one it is not acceptable."""
    offered, told = _offered(walk)
    if not offered:
        return told
    refused = _bandwidth(walk)
    if refused is not None:
        return refused
    left: list[Option] = []
    for option in walk.options:
        if _has_codec(walk, option, offered):
            left.append(option)
            continue
        why = f"no gateway of {option.provider} takes {_names(offered)}"
        walk.left_out.append(replace(option, excluded=why, excluded_at=_gateways_of(walk, option)))
    if walk.options and not left:
        names = ", ".join(option.provider for option in walk.options)
        return failed("codecs", f"{names} take none of {_names(offered)}")
    walk.options = left
    return told


def _offered(walk: Walk) -> tuple[tuple[Codec, ...], Verdict]:
    """Give the codecs that stay on the customer's side, all of them if nobody narrows them, and what to say of it."""
    lists = [("the caller", walk.call.codecs)]
    if walk.sender is not None:
        lists.append((f"record {walk.sender.record.id}", walk.sender.record.codecs))
    if walk.route is not None:
        lists.append((f"route {walk.route.route.id}", walk.route.route.media.codecs))
    said = [(whose, codecs) for whose, codecs in lists if codecs]
    if not said:
        return tuple(Codec), skipped("nobody narrows the codecs")
    common = tuple(one for one in said[0][1] if all(one in codecs for _, codecs in said[1:]))
    if common:
        return common, passed(_names(common))
    told = "; ".join(f"{whose} takes {_names(codecs)}" for whose, codecs in said)
    place = walk.sender.place("codecs") if walk.sender and walk.sender.record.codecs else None
    return (), failed("codecs", f"no codec in common: {told}", place)


def _has_codec(walk: Walk, option: Option, offered: Sequence[Codec]) -> bool:
    """Whether a gateway of a provider takes one of the codecs, or the route may convert them."""
    if walk.route is not None and walk.route.route.capacity.transcoding:
        return True
    held = walk.config.provider(option.provider)
    gateways = [one for one in held[1].gateways if one.enabled] if held else []
    return not gateways or any(_shares(one, offered) for one in gateways)


def _shares(gateway: Gateway, offered: Sequence[Codec]) -> bool:
    return not gateway.codecs or any(one in gateway.codecs for one in offered)


def _gateways_of(walk: Walk, option: Option) -> Place | None:
    held = walk.config.provider(option.provider)
    return Place(held[0], ("gateways",)) if held else None


def _names(codecs: Sequence[Codec]) -> str:
    return ", ".join(codec.value for codec in codecs)


def _bandwidth(walk: Walk) -> Verdict | None:
    """Refuse a call over the media bandwidth of its record, where what is in use is known."""
    sender = walk.sender
    if sender is None or not sender.record.bandwidth_mbps:
        return None
    live = walk.counters.records.get(f"{sender.customer}/{sender.record.id}", NOTHING)
    limit = sender.record.bandwidth_mbps
    if live.bandwidth_mbps is None or live.bandwidth_mbps < limit:
        return None
    told = f"{live.bandwidth_mbps} of {limit} Mb/s are in use"
    return failed("bandwidth", told, sender.place("bandwidth_mbps"))


def limit_time(walk: Walk) -> Verdict:
    """Give how long the call may last: what the route allows and what the credit affords, less what the switch needs."""
    placed = walk.route
    assert placed is not None
    longest = placed.route.capacity.max_duration_s
    place = placed.place("capacity", "max_duration_s")
    walk.max_duration_s = longest
    account, side, customer = walk.account, walk.sell, walk.customer
    if account.balance is None or side is None or customer is None:
        return passed(f"at most {longest} s; the balance was not given", place)
    available = account.balance + customer.credit.debit_limit
    affordable = affordable_seconds(
        side.price, Fraction(available), most_s=LONGEST_AFFORDED_S, later=side.later
    )
    walk.affordable_s = affordable
    granularity = 2 * walk.counters.switch_granularity_s
    limit = min(longest, affordable - granularity)
    told = f"{available} {side.currency} affords {affordable} s"
    if granularity:
        told += f", {granularity} s of them unseen by the switch"
    if limit <= 0:
        return failed("no-time", told, walk.of_customer("credit", "debit_limit"))
    walk.max_duration_s = limit
    return passed(f"at most {limit} s: the route allows {longest} s, {told}", place)


def plan_attempts(walk: Walk) -> Verdict:
    """List for each provider the gateways it would be tried at, and what would be sent there."""
    kept: list[Option] = []
    offered = _offered(walk)[0]
    for option in walk.options:
        held = walk.config.provider(option.provider)
        card = walk.config.card(option.card)
        assert held is not None
        assert card is not None
        # Limits count when it comes to the attempt, not in the list: decisions, call path 6.
        full = _over_limit(walk, option, held)
        gateways = [] if full else _gateways(walk, held[1], option, offered)
        if not gateways:
            told, place = full or (
                f"provider {option.provider} has no gateway that takes this call",
                Place(held[0], ("gateways",)),
            )
            walk.left_out.append(replace(option, excluded=told, excluded_at=place))
            continue
        prefix = card[1].outgoing.tech_prefix or ""
        attempts = tuple(_attempt(walk, held[1], one, prefix) for one in gateways)
        kept.append(replace(option, attempts=attempts, timers=_timers(walk, held[1])))
    walk.options = kept
    if not kept:
        told = "; ".join(option.excluded for option in walk.left_out[-3:])
        return failed("no-providers", told, walk.left_out[-1].excluded_at)
    first = kept[0]
    sent = first.attempts[0]
    told = f"first {first.provider} at {sent.gateway} ({sent.host}): {sent.number} from {sent.cli}"
    held = walk.config.provider(first.provider)
    return passed(told, Place(held[0], ("gateways",)) if held else None)


def _over_limit(
    walk: Walk, option: Option, company: tuple[str, Provider]
) -> tuple[str, Place] | None:
    """Compare the live calls of a provider and of its card with their limits, where they are given."""
    limits = company[1].limits
    live = walk.counters.providers.get(option.provider, NOTHING)
    of_provider = _full(f"provider {option.provider}", live, limits.channels, limits.cps)
    if of_provider is not None:
        return of_provider[0], Place(company[0], ("limits", of_provider[1]))
    card = walk.config.card(option.card)
    if card is None:
        return None
    terms, live = card[1].outgoing, walk.counters.cards.get(option.card, NOTHING)
    of_card = _full(f"card {option.card}", live, terms.channels, terms.cps)
    return (of_card[0], Place(card[0], ("outgoing", of_card[1]))) if of_card else None


def _full(whose: str, live: Live, channels: int, cps: int) -> tuple[str, str] | None:
    """Say that a limit is reached and give its field; 0 is no limit, and what is not given is not looked at."""
    if channels and live.channels is not None and live.channels >= channels:
        return f"{whose} has {live.channels} of {channels} channels", "channels"
    if cps and live.calls_this_second is not None and live.calls_this_second >= cps:
        return f"{whose} has {live.calls_this_second} of {cps} calls this second", "cps"
    return None


def _gateways(
    walk: Walk, provider: Provider, option: Option, offered: Sequence[Codec]
) -> list[Gateway]:
    """Draw the gateways by weight; as many as failover allows, and those that take the call."""
    usable = [
        gateway
        for gateway in provider.gateways
        if gateway.enabled
        and gateway.direction is not Direction.SENDS
        and _takes(walk, option, gateway, offered)
    ]
    drawn = walk.weighed([(one, one.weight) for one in usable], f"gateways/{option.card}")
    return drawn[: 1 + provider.failover.gateways]


def _takes(walk: Walk, option: Option, gateway: Gateway, offered: Sequence[Codec]) -> bool:
    live = walk.counters.gateways.get(f"{option.provider}/{gateway.id}", NOTHING)
    if _full(gateway.id, live, gateway.channels, gateway.cps):
        return False
    if walk.route is not None and walk.route.route.capacity.transcoding:
        return True
    return _shares(gateway, offered)


def _attempt(walk: Walk, provider: Provider, gateway: Gateway, prefix: str) -> Attempt:
    """Write the numbers the way the provider wants them."""
    number, cli = prefix + walk.number, walk.cli
    number = _in_format(provider.rewrites, RewriteType.DESTINATION, number)
    if cli != ANONYMOUS:
        cli = _in_format(provider.rewrites, RewriteType.CLI, cli)
    identity = "" if provider.p_asserted_id is AssertedIdentity.REMOVE else walk.p_asserted_id
    return Attempt(gateway.id, gateway.host, number, cli, identity)


def _in_format(rewrites: Sequence[Rewrite], kind: RewriteType, number: str) -> str:
    for one in rewrites:
        if one.type is kind:
            after = rewritten(one.current, one.new, number)
            if after is not None:
                return after
    return number


def _timers(walk: Walk, provider: Provider) -> dict[str, int]:
    """Give the smaller of the customer's and the provider's value of each timer."""
    own, theirs = walk.customer.timers if walk.customer else None, provider.timers
    return {
        name: min(value for value in (getattr(own, name, None), getattr(theirs, name)) if value)
        for name in ("first_reply_s", "pdd_s", "ring_s")
    }
