"""Which providers a call may go to, and in which order."""

from __future__ import annotations

import pytest

from tests.engine.calls.carrier import (
    CHEAP,
    RETAIL,
    ROUTES,
    cards,
    left_out,
    more,
    refused,
    replaced,
    tried,
)


def test_profit_is_compared_exactly_in_the_customers_currency() -> None:
    on = more(ROUTES, "    price_limits: {profit_assurance: enabled}")
    at_par = {**on, "rate-cards/retail/rates.csv": "prefix,rate\n44,0.0088\n"}
    assert cards(tried(files=at_par)) == [
        "cheap",
        "dear",
    ]  # 0.0080 EUR at 1.10 is 0.0088 USD: no loss
    below = {**on, "rate-cards/retail/rates.csv": "prefix,rate\n44,0.008799999\n"}
    answer = tried(files=below)
    assert cards(answer) == ["cheap"]
    assert "1 EUR = 1.10 USD" in left_out(answer, "dear")


def test_without_an_exchange_rate_a_provider_is_left_out_and_says_so() -> None:
    answer = tried(files={"fx.yaml": None})
    assert cards(answer) == ["cheap"]
    assert left_out(answer, "dear") == "no exchange rate from EUR to USD at 2026-06-03 10:00"


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ("capped_rate: '0.001'", "above the card's cap"),
        ("cli_restrict: ['44']", "does not take CLI 12125550123"),
        ("paid_restrict: ['44']", "does not take P-Asserted-Identity none"),
        ("block_destination_types: [fixed]", "takes no fixed numbers"),
    ],
)
def test_terms_of_a_provider_card_leave_it_out(terms: str, why: str) -> None:
    files = replaced(CHEAP, 'outgoing: {tech_prefix: "77#"}', f"outgoing: {{{terms}}}")
    answer = tried(files=files)
    assert cards(answer) == ["dear"]
    assert why in left_out(answer, "cheap")


def test_a_provider_that_wants_an_identity_gets_only_calls_with_one() -> None:
    files = more("providers/alpha/provider.yaml", "p_asserted_id: required")
    assert cards(tried(files=files)) == ["dear"]
    assert cards(tried(files=files, p_asserted_id="12125550123")) == ["cheap", "dear"]


def by(kind: str, cards_: str = "") -> dict[str, str]:
    return {
        **more(ROUTES, "    strategies: [{prefix: '44', strategy: s}]"),
        "strategies/s.yaml": f"name: S\ntype: {kind}\n{cards_}\n",
    }


def test_strategies_order_providers() -> None:
    assert cards(tried(files=by("lcr"))) == ["cheap", "dear"]
    assert cards(tried(files=by("reverse_lcr"))) == ["dear", "cheap"]
    manual = by("manual", "cards: [{card: dear}, {card: cheap}]")
    assert cards(tried(files=manual)) == ["dear", "cheap"]
    tiers = by("tier", "cards: [{card: cheap, tier: 2}, {card: dear, tier: 1}]")
    assert cards(tried(files=tiers)) == ["dear", "cheap"]
    alone = by("manual", "cards: [{card: dear}]\noverride_routing: true")
    assert cards(tried(files=alone)) == ["dear"]
    assert refused(tried(files=by("drop"))) == "503 Dropping Call (Strategy)"


def test_round_robin_goes_on_from_where_it_stands() -> None:
    first = tried(files=by("round_robin"), counters={"cursors": {"ben/world": "0"}})
    second = tried(files=by("round_robin"), counters={"cursors": {"ben/world": "1"}})
    assert (cards(first), cards(second)) == (["cheap", "dear"], ["dear", "cheap"])


def test_performance_weighs_the_price_against_the_answered_share() -> None:
    quality = {"cards": {"cheap": {"asr": "5"}, "dear": {"asr": "99"}}}
    assert cards(tried(files=by("lcr_performance"), counters=quality)) == ["dear", "cheap"]


def test_random_depends_on_the_call_and_weighs() -> None:
    files = by("random", "cards: [{card: cheap, weight: 9}, {card: dear, weight: 1}]")
    firsts = [cards(tried(files=files, call_id=str(one)))[0] for one in range(120)]
    assert 85 <= firsts.count("cheap") <= 119


def test_equal_prices_are_ordered_by_weight_then_by_the_id_of_the_card() -> None:
    same = {"rate-cards/dear/rates.csv": "prefix,rate\n44,0.0050\n", "fx.yaml": None,
            **replaced("rate-cards/dear/card.yaml", "currency: EUR", "currency: USD")}  # fmt: skip
    assert cards(tried(files=same)) == ["cheap", "dear"]
    weighed = by("lcr", "cards: [{card: cheap, weight: 1}, {card: dear, weight: 2}]")
    assert cards(tried(files={**same, **weighed})) == ["dear", "cheap"]


@pytest.mark.parametrize(
    ("sold", "per_seconds", "cheap", "told"),
    [
        ("0.0001", 1, "0.0061", "costs 0.0061 USD a minute, the customer pays 0.006"),
        ("0.5", 60, "1", "costs 1.00 USD a minute, the customer pays 0.50"),
        ("0.01", 60, "0.010000001", "costs 0.010000001 USD a minute, the customer pays 0.01"),
    ],
)
def test_why_a_provider_is_too_dear_is_told_by_the_minute_on_both_sides(
    sold: str, per_seconds: int, cheap: str, told: str
) -> None:
    files = {
        **more(ROUTES, "    price_limits: {profit_assurance: enabled}"),
        **more(RETAIL, f"per_seconds: {per_seconds}"),
        "rate-cards/retail/rates.csv": f"prefix,rate\n44,{sold}\n",
        "rate-cards/cheap/rates.csv": f"prefix,rate\n44,{cheap}\n",
        "rate-cards/dear/rates.csv": "prefix,rate\n44,0\n",
    }

    assert left_out(tried(files=files), "cheap") == told


def test_the_cap_of_a_route_is_told_in_the_money_it_is_held_against() -> None:
    """0.0080 EUR a minute is below 0.0085, and above it in the customer's dollars."""
    capped = more(ROUTES, '    price_limits: {provider_capped_rate: "0.0085"}')

    assert left_out(tried(files=capped), "dear") == (
        "0.0088 USD a minute is above the route's cap of 0.0085 for providers (by 1 EUR = 1.10 USD)"
    )


def test_a_rate_of_nothing_comes_first_and_passes_profit_assurance() -> None:
    free = {
        **more(ROUTES, "    price_limits: {profit_assurance: enabled}"),
        "rate-cards/dear/rates.csv": "prefix,rate\n44,0\n",
    }
    assert cards(tried(files=free)) == ["dear", "cheap"]
