"""The path of a call as an ordered list of steps; the one function that decides what becomes of it.

A pure function of the config, the call and what is counted: the same three give the same answer for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from engine.calls import (
    cli,
    egress,
    gates,
    identify,
    inbound,
    inside,
    numbers,
    prices,
    providers,
    routes,
)
from engine.calls.config import Config
from engine.calls.model import Answer, Call, Outcome, Rating, Refusal, Side, Step
from engine.calls.refusals import REFUSALS, mapped
from engine.calls.walk import StepFunction, Verdict, Walk, skipped
from schemas.counters import Counters
from schemas.voice import CallDirection


def _edge(_: Walk) -> Verdict:
    return skipped("its block list, pauses and capacity are not among the files")


def _outside(step: StepFunction) -> StepFunction:
    """Leave a step about providers out where the call stays inside."""

    def only_outside(walk: Walk) -> Verdict:
        return skipped("the call stays inside") if walk.is_delivered_inside else step(walk)

    return only_outside


TERMINATION: tuple[tuple[str, StepFunction], ...] = (
    ("switch", _edge),
    ("identify", identify.identify),
    ("status", gates.status),
    ("hours", gates.hours),
    ("credit", gates.credit),
    ("limits", gates.account_limits),
    ("numbers", numbers.manipulate),
    ("route", routes.match_route),
    ("digits", numbers.check_digits),
    ("lists", routes.global_lists),
    ("route limits", gates.route_limits),
    ("CLI", cli.check_caller),
    ("identity", cli.assert_identity),
    ("filters", cli.filters),
    ("rate", prices.rate_customer),
    ("price limits", prices.price_limits),
    ("delivery", inside.deliver_inside),
    ("strategy", _outside(providers.choose_strategy)),
    ("providers", _outside(providers.list_candidates)),
    ("locks", _outside(providers.apply_locks)),
    ("provider terms", _outside(providers.apply_provider_terms)),
    ("codecs", egress.agree_codecs),
    ("profit", _outside(providers.assure_profit)),
    ("order", _outside(providers.order_providers)),
    ("time limit", egress.limit_time),
    ("gateways", _outside(egress.plan_attempts)),
)
"""Steps of a call from a customer, in their order."""

ORIGINATION: tuple[tuple[str, StepFunction], ...] = (
    ("switch", _edge),
    ("identify", inbound.identify_provider),
    ("number", inbound.find_number),
    ("status", inbound.owner_status),
    ("credit", inbound.owner_credit),
    ("limits", inbound.number_limits),
    ("filters", inbound.caller_filters),
    ("CLI", cli.check_caller),
    ("destinations", inbound.destinations),
    ("rate", inbound.rate_number),
)
"""Steps of a call to a number of ours."""


def decide(call: Call, config: Config, counters: Counters) -> Answer:
    """Walk a call along its path.

    ``counters`` hold what is known of the instant; steps that need what they lack are skipped and say so.
    """
    walk = Walk(call, config, counters)
    walk.number = numbers.bare(call.number)
    walk.cli = numbers.bare_caller(call.cli)
    walk.p_asserted_id = numbers.bare(call.p_asserted_id)
    is_out = call.direction is CallDirection.TERMINATION
    steps, refusal = _walked(walk, TERMINATION if is_out else ORIGINATION)
    answer = _answer(walk, steps, refusal)
    return _with_second_leg(answer, config, counters) if is_out else answer


def _walked(
    walk: Walk, path: Sequence[tuple[str, StepFunction]]
) -> tuple[list[Step], Refusal | None]:
    steps: list[Step] = []
    for name, step in path:
        verdict = step(walk)
        steps.append(Step(name, verdict.result, verdict.detail, verdict.place))
        if verdict.refusal:
            return steps, mapped(REFUSALS[verdict.refusal], walk.config.settings.sip_codes)
    return steps, None


def _answer(walk: Walk, steps: Sequence[Step], refusal: Refusal | None) -> Answer:
    return Answer(
        call=walk.call,
        outcome=Outcome.REFUSED if refusal else Outcome.ROUTED,
        refusal=refusal,
        steps=tuple(steps),
        customer=walk.customer_id,
        auth=walk.sender.record.id if walk.sender else "",
        route=walk.route.route.id if walk.route else "",
        number=walk.number,
        cli=walk.cli,
        p_asserted_id=walk.p_asserted_id,
        sell=walk.sell,
        providers=(*walk.options, *walk.left_out),
        destinations=walk.destinations,
        did=walk.did,
        max_duration_s=None if refusal else walk.max_duration_s,
        affordable_s=walk.affordable_s,
        rating=_rating(walk) if refusal is None else None,
        warnings=tuple(walk.warnings),
    )


def _with_second_leg(answer: Answer, config: Config, counters: Counters) -> Answer:
    """Follow a call between two customers to the number's owner: its refusal is the caller's too."""
    if answer.outcome is Outcome.REFUSED or not answer.did:
        return answer
    call = replace(
        answer.call,
        number=answer.did,
        cli=answer.cli,
        direction=CallDirection.ORIGINATION,
        ip="",
        user="",
        customer="",
        p_asserted_id=answer.p_asserted_id,
    )
    leg = decide(call, config, counters)
    # Between our own customers nobody pays a provider.
    leg = replace(leg, providers=(), rating=rating_of(leg.sell, None, None, call))
    if leg.outcome is Outcome.REFUSED:
        return replace(answer, outcome=Outcome.REFUSED, refusal=leg.refusal, leg=leg, rating=None)
    return replace(answer, leg=leg)


def _rating(walk: Walk) -> Rating | None:
    first = next((one for one in walk.options if not one.excluded), None)
    buy, exchange = (first.buy, first.exchange) if first else (None, None)
    return rating_of(walk.sell, buy, exchange, walk.call)


def rating_of(
    sell: Side | None, buy: Side | None, exchange: Fraction | None, call: Call
) -> Rating | None:
    """Rate a call on both sides, if its length is given; profit in the currency the customer pays in."""
    if call.duration_s is None:
        return None
    return rated(sell, buy, exchange, call.duration_s, answered=call.answered)


def rated(
    sell: Side | None,
    buy: Side | None,
    exchange: Fraction | None,
    seconds: Decimal,
    *,
    answered: bool = True,
) -> Rating:
    """Rate so many seconds on both sides. Each side has its own row, increments and rounding."""
    income = sell.charge(seconds * 1000, answered=answered) if sell else None
    cost = buy.charge(seconds * 1000, answered=answered) if buy else None
    profit = None
    if income is not None and (cost is None or exchange is not None):
        spent = Fraction(cost.amount) * exchange if cost is not None and exchange else Fraction(0)
        profit = Fraction(income.amount) - spent
    return Rating(seconds, income, cost, profit)
