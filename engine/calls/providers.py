"""Which providers could take a call, which of them are left out and why, and in which order the others are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from engine.calls.cli import number_type
from engine.calls.model import Option, Place, Side
from engine.calls.patterns import best, is_caller
from engine.calls.prices import NoPrice, amount, side_of, worded
from engine.calls.walk import NOTHING, Verdict, Walk, failed, passed, skipped
from engine.rating.charge import NANO
from schemas.rate_card import Distribution, ProviderTerms, RateCard
from schemas.routing import PrefixStrategy, ThreeWay
from schemas.strategy import StrategyType
from schemas.voice import AssertedIdentity, RecordStatus

LAST_TIER = 1_000


def choose_strategy(walk: Walk) -> Verdict:
    """Find the strategy of the route for this number; without one the card says how providers are ordered."""
    placed = walk.route
    assert placed is not None
    for at, one in enumerate(placed.route.strategies):
        if not _is_for(walk, one):
            continue
        place = placed.place("strategies", at)
        held = walk.config.strategy(one.strategy)
        if held is None:
            return failed("strategy-broken", f"strategy {one.strategy} does not hold", place)
        walk.strategy, walk.strategy_place = held[1], Place(held[0], ("type",))
        if held[1].type is StrategyType.DROP:
            told = f"strategy {one.strategy} drops calls to {walk.number}"
            return failed("dropped", told, walk.strategy_place)
        return passed(f"strategy {one.strategy}: {held[1].type.value}", place)
    distribution = walk.card.strategy if walk.card else Distribution.LCR
    place = Place(walk.card_path, ("strategy",))
    return passed(f"the card's order: {distribution.value}", place if walk.card else None)


def _is_for(walk: Walk, one: PrefixStrategy) -> bool:
    if one.prefix is not None:
        return walk.number.startswith(one.prefix)
    held = walk.config.prefix_set(one.prefix_set) if one.prefix_set else None
    return (
        held is not None
        and best(held[1].lines, walk.number) is not None
        and best(held[1].excluding, walk.number) is None
    )


def list_candidates(walk: Walk) -> Verdict:
    """List the provider cards the call may go out on, each with its own price for the number."""
    named, place = _named_cards(walk)
    if not named:
        return failed("no-providers", "no provider card stands behind the price", place)
    for card, weight, tier in named:
        option = _option(walk, card, weight, tier)
        (walk.left_out if option.excluded else walk.options).append(option)
    if not walk.options:
        told = "; ".join(option.excluded for option in walk.left_out)
        return failed("no-providers", told, place)
    return passed(f"{len(walk.options)} of {len(named)} provider cards have a price", place)


def _named_cards(walk: Walk) -> tuple[list[tuple[str, int, int]], Place | None]:
    """Give the cards with weight and tier: the strategy's alone if it overrides, else those behind the customer card."""
    strategy, card = walk.strategy, walk.card
    listed: dict[str, tuple[int, int]] = (
        {one.card: (one.weight, one.tier) for one in strategy.cards} if strategy else {}
    )
    if strategy is not None and strategy.override_routing:
        place = walk.strategy_place
        return [(name, *terms) for name, terms in listed.items()], place
    sources = _sources(card) if card else ()
    behind = [(name, *listed.get(name, (1, LAST_TIER if listed else 1))) for name in sources]
    key = "build" if card and card.build.parents else "dynamic_routing"
    return behind, Place(walk.card_path, (key,)) if card else None


def _sources(card: RateCard) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*card.build.parents, *card.dynamic_routing)))


def _option(walk: Walk, name: str, weight: int, tier: int) -> Option:
    held = walk.config.card(name)
    provider = (held[1].provider or "") if held else ""

    def without(why: str, place: Place | None = None, buy: Side | None = None) -> Option:
        return Option(
            provider=provider,
            card=name,
            buy=buy,
            weight=weight,
            tier=tier,
            excluded=why,
            excluded_at=place,
        )

    if held is None:
        return without(f"rate card {name} does not hold")
    company = walk.config.provider(provider)
    if company is None:
        return without(f"provider {provider or 'none'} of {name} does not hold")
    if company[1].status is not RecordStatus.ACTIVE:
        told = f"provider {provider} is {company[1].status.value}"
        return without(told, Place(company[0], ("status",)))
    side = side_of(walk, name)
    if isinstance(side, NoPrice):
        return without(side.why, side.place)
    money = _money(walk, side)
    exchange = walk.config.exchange(side.currency, money, walk.call.at)
    if exchange is None:
        told = f"no exchange rate from {side.currency} to {money} at {walk.call.at:%Y-%m-%d %H:%M}"
        return without(told, buy=side)
    return Option(
        provider=provider,
        card=name,
        buy=side,
        exchange=exchange[0],
        dated=exchange[1],
        weight=weight,
        tier=tier,
    )


def _money(walk: Walk, side: Side) -> str:
    """Give the currency prices are compared in: the customer's."""
    return walk.customer.currency if walk.customer else side.currency


def _by(option: Option) -> str:
    return f" (by {option.dated})" if option.dated else ""


# --- leaving out ---------------------------------------------------------------------------------------------------

Reason = tuple[str, Place | None]


def _sift(walk: Walk, why: Callable[[Option], Reason | None]) -> int:
    """Leave out every option that there is a reason against; gives how many that were."""
    kept: list[Option] = []
    before = len(walk.options)
    for option in walk.options:
        reason = why(option)
        if reason is None:
            kept.append(option)
        else:
            walk.left_out.append(replace(option, excluded=reason[0], excluded_at=reason[1]))
    walk.options = kept
    return before - len(kept)


def _sifted(walk: Walk, gone: int, refusal: str, nothing: str, place: Place | None) -> Verdict:
    if not walk.options:
        told = "; ".join(option.excluded for option in walk.left_out[-gone:]) if gone else nothing
        return failed(refusal, told, place)
    names = ", ".join(option.card for option in walk.left_out[-gone:]) if gone else ""
    return passed(f"left out: {names}" if gone else nothing, place)


def apply_locks(walk: Walk) -> Verdict:
    """Keep to the cards a route names, and leave out those it excludes."""
    placed = walk.route
    assert placed is not None
    locks = placed.route.locks
    if not locks.only and not locks.exclude:
        return skipped("the route locks no card", placed.place("locks"))

    def why(option: Option) -> Reason | None:
        if locks.only and option.card not in locks.only:
            return f"the route keeps to {', '.join(locks.only)}", placed.place("locks", "only")
        if option.card in locks.exclude:
            return f"the route leaves {option.card} out", placed.place("locks", "exclude")
        return None

    return _sifted(
        walk,
        _sift(walk, why),
        "locked",
        "the route's locks leave nobody out",
        placed.place("locks"),
    )


def apply_provider_terms(walk: Walk) -> Verdict:
    """Leave out providers by price caps, connection fees, kinds of numbers, caller numbers and missing identity."""
    placed = walk.route
    assert placed is not None
    gone = _sift(walk, lambda option: next(_against(walk, option), None))
    return _sifted(walk, gone, "unusable", "no provider's terms are against the call", None)


def _against(walk: Walk, option: Option) -> Iterator[Reason]:
    placed, side = walk.route, option.buy
    held, company = walk.config.card(option.card), walk.config.provider(option.provider)
    assert placed is not None
    assert side is not None
    assert held is not None
    assert company is not None
    limits, terms = placed.route.price_limits, held[1].outgoing
    cap = limits.provider_capped_rate
    if cap is not None and option.per_minute > Fraction(cap):
        cost = f"{amount(ceil(option.per_minute * NANO))} {_money(walk, side)}"
        told = f"{cost} a minute is above the route's cap of {cap} for providers"
        yield told + _by(option), placed.place("price_limits", "provider_capped_rate")
    if terms.capped_rate is not None and side.price.per_minute > Fraction(terms.capped_rate):
        told = f"{worded(side)} is above the card's cap of {terms.capped_rate}"
        yield told, Place(held[0], ("outgoing", "capped_rate"))
    if side.price.connect and (limits.block_connect_cost or terms.block_connect_cost):
        yield f"its row has a connection fee of {amount(side.price.connect)}", side.place
    yield from _against_numbers(walk, terms, held[0])
    if company[1].p_asserted_id is AssertedIdentity.REQUIRED and not walk.p_asserted_id:
        told = f"provider {option.provider} wants a P-Asserted-Identity and there is none"
        yield told, Place(company[0], ("p_asserted_id",))


def _against_numbers(walk: Walk, terms: ProviderTerms, path: str) -> Iterator[Reason]:
    if terms.block_destination_types:
        kind = number_type(walk.number)
        if kind in terms.block_destination_types:
            at = Place(path, ("outgoing", "block_destination_types"))
            yield f"the card takes no {kind.value} numbers", at
    for name, lines, number in (
        ("cli_restrict", terms.cli_restrict, walk.cli),
        ("paid_restrict", terms.paid_restrict, walk.p_asserted_id),
    ):
        if lines and not any(_restricted_to(line, number) for line in lines):
            what = "CLI" if name == "cli_restrict" else "P-Asserted-Identity"
            yield (
                f"the card does not take {what} {number or 'none'}",
                Place(path, ("outgoing", name)),
            )


def _restricted_to(line: str, number: str) -> bool:
    return best((line,), number) is not None or is_caller(line, number)


def assure_profit(walk: Walk) -> Verdict:
    """Leave out providers that cost more a minute than the customer pays, compared exactly."""
    placed, side = walk.route, walk.sell
    assert placed is not None
    setting = placed.route.price_limits.profit_assurance
    place = placed.place("price_limits", "profit_assurance")
    wanted = setting is ThreeWay.ENABLED
    if setting is ThreeWay.DEFAULT:
        wanted = walk.config.settings.routing.profit_assurance
        place = Place(walk.config.settings_path, ("routing", "profit_assurance"))
    if not wanted or side is None:
        return skipped("profit assurance is off", place)

    sold = side.price.per_minute

    def why(option: Option) -> Reason | None:
        if option.per_minute <= sold:
            return None
        cost, income = amount(ceil(option.per_minute * NANO)), amount(floor(sold * NANO))
        told = f"costs {cost} {side.currency} a minute, the customer pays {income}"
        return told + _by(option), place

    nothing = f"no provider costs more than {worded(side)}"
    return _sifted(walk, _sift(walk, why), "profit", nothing, place)


# --- ordering ------------------------------------------------------------------------------------------------------


def order_providers(walk: Walk) -> Verdict:
    """Put the providers into the order in which they are tried."""
    kind = (
        walk.strategy.type.value
        if walk.strategy
        else (walk.card.strategy.value if walk.card else "lcr")
    )
    place = walk.strategy_place or Place(walk.card_path, ("strategy",))
    walk.options = _ordered(walk, kind)
    return passed(f"{kind}: " + ", ".join(option.card for option in walk.options), place)


def _by_price(options: Sequence[Option]) -> list[Option]:
    return sorted(options, key=lambda one: (one.per_minute, -one.weight, one.card))


def _ordered(walk: Walk, kind: str) -> list[Option]:
    options = walk.options
    match kind:
        case "reverse_lcr":
            return sorted(options, key=lambda one: (-one.per_minute, -one.weight, one.card))
        case "random":
            return walk.weighed([(one, one.weight) for one in options], "providers")
        case "round_robin":
            return _in_turn(walk, options)
        case "manual":
            return _as_listed(walk, options)
        case "tier":
            return _by_tier(walk, options)
        case "lcr_performance":
            return _by_performance(walk, options)
        case _:
            return _by_price(options)


def _as_listed(walk: Walk, options: Sequence[Option]) -> list[Option]:
    listed: list[str] = [one.card for one in walk.strategy.cards] if walk.strategy else []
    return sorted(
        options,
        key=lambda one: listed.index(one.card) if one.card in listed else len(listed),
    )


def _in_turn(walk: Walk, options: Sequence[Option]) -> list[Option]:
    placed = walk.route
    key = f"{walk.customer_id}/{placed.route.id}" if placed else walk.customer_id
    turn = walk.counters.cursors.get(key)
    if turn is None:
        walk.warnings.append("Where round robin stands was not given; it begins at the first card.")
    start = (turn or 0) % len(options)
    ordered = sorted(options, key=lambda one: one.card)
    return [*ordered[start:], *ordered[:start]]


def _by_tier(walk: Walk, options: Sequence[Option]) -> list[Option]:
    """Draw one of each tier by weight, tier by tier; those not drawn come behind all tiers, in the same order."""
    tiers = sorted({one.tier for one in options})
    drawn = [
        walk.weighed([(one, one.weight) for one in options if one.tier == tier], f"tier/{tier}")
        for tier in tiers
    ]
    return [one[0] for one in drawn] + [option for one in drawn for option in one[1:]]


def _by_performance(walk: Walk, options: Sequence[Option]) -> list[Option]:
    """Weigh the price against the answered share: price x (2 - ASR); a card of unknown quality counts as 50 %."""

    def weighed_price(one: Option) -> Fraction:
        asr = walk.counters.cards.get(one.card, NOTHING).asr
        return one.per_minute * (2 - (Fraction(asr) / 100 if asr is not None else Fraction(1, 2)))

    if any(walk.counters.cards.get(one.card, NOTHING).asr is None for one in options):
        walk.warnings.append("The ASR of some cards was not given; 50 % is taken.")
    return sorted(options, key=lambda one: (weighed_price(one), -one.weight, one.card))
