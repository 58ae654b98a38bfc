"""Built cards: the worked examples, how rules are chosen, and that every number costs what the rules make of its parents."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Refused
from engine.rate_reading import table_problems
from engine.rating.charge import rounded
from engine.rating.compiled import CompiledRates, PricedRow, milliseconds
from engine.rating.rebuild import stale
from engine.rating.terms import nano_of
from schemas.rate_card import Rounding
from tests.engine.rating.making import (
    CHILD,
    HEADER,
    JUNE,
    SEPTEMBER,
    carrier,
    compiled,
    found,
    header,
    laid,
    lines,
    made,
    rates,
)

PERCENT = "  profit: [{id: all, type: percent, value: 20}]\n"


@pytest.mark.parametrize(
    ("how", "price"), [("min", "0.0075"), ("max", "0.0200"), ("avg", "0.0125")]
)
def test_one_price_is_made_of_three(how: str, price: str) -> None:
    """Worked example E13."""
    parents = [rates(f"44,UK,{cost}") for cost in ("0.01", "0.0075", "0.02")]

    assert lines(carrier(f"  compact: {how}\n", *parents)) == [f"44,UK,{price}"]


@pytest.mark.parametrize(
    ("rule", "price"),
    [
        ('type: absolute, value: "0.0150"', "0.0150"),
        ('type: relative, value: "0.0020"', "0.0120"),
        ("type: percent, value: 20", "0.0120"),
    ],
)
def test_a_price_is_made_of_a_cost(rule: str, price: str) -> None:
    """Worked example E14."""
    files = carrier(f"  profit: [{{id: all, {rule}}}]\n", rates("44,UK,0.0100"))

    assert lines(files) == [f"44,UK,{price}"]


def test_without_a_rule_calls_are_sold_at_cost() -> None:
    files = carrier(
        "  profit: [{id: uk, match: '44', value: 50}]\n", rates("33,FR,0.02", "44,UK,0.01")
    )

    assert lines(files) == ["33,FR,0.0200", "44,UK,0.0150"]


def test_the_worst_minimum_increment_and_fee_of_all_parents_count() -> None:
    files = carrier("", rates("44,UK,0.01,30,6,0.01"), rates("44,UK,0.02,1,60"))

    assert lines(files) == ["44,UK,0.0100,30,60,0.0100"]


def test_a_rule_may_set_what_else_would_be_the_worst() -> None:
    rule = (
        '{id: all, value: 0, overrides: {minimum_s: 6, increment_s: 6, connect: "0.02", name: GB}}'
    )
    files = carrier(f"  profit: [{rule}]\n", rates("44,UK,0.01,30,60,0.01"))

    assert lines(files) == ["44,GB,0.0100,6,6,0.0200"]


@pytest.mark.parametrize(
    ("overrides", "terms", "price"),
    [
        ("{}", "half_up", "0.012346"),  # six decimals, and the parent's rounding
        ("{}", "down", "0.012345"),
        ("{places: 3, rounding: up}", "down", "0.0130"),
        ("{places: 9}", "half_up", "0.0123456"),
    ],
)
def test_prices_are_rounded_when_they_are_made(overrides: str, terms: str, price: str) -> None:
    parent = f"currency: USD\nterms: [{{rounding: {terms}}}]\n"
    files = carrier(
        f"  profit: [{{id: all, value: 20, overrides: {overrides}}}]\n",
        rates("44,UK,0.010288"),
        headers=(parent,),
    )

    assert lines(files) == [f"44,UK,{price}"]


def test_the_worst_rounding_of_the_parents_counts() -> None:
    headers = tuple(f"currency: USD\nterms: [{{rounding: {one}}}]\n" for one in ("down", "up"))
    files = carrier(PERCENT, rates("44,,0.0102881"), rates("44,,0.02"), headers=headers)

    assert lines(files) == ["44,,0.012346"]


def test_costs_in_another_currency_are_exchanged_at_the_instant_of_the_build() -> None:
    fx = 'rates:\n  - {id: a, one: EUR, currency: USD, worth: "1.10"}\n'
    fx += '  - {id: b, one: EUR, currency: USD, worth: "1.20", since: 2026-09-01T00:00:00Z}\n'
    files = carrier(PERCENT, rates("44,UK,0.01"), headers=("currency: EUR\n",), fx=fx)

    assert lines(files, JUNE) == ["44,UK,0.0132"]
    assert lines(files, SEPTEMBER) == ["44,UK,0.0144"]


def test_a_missing_exchange_rate_is_named() -> None:
    files = carrier(PERCENT, rates("44,UK,0.01"), headers=("currency: CHF\n",))

    with pytest.raises(Refused, match=r"no exchange rate from CHF \(p1\) to USD \(child\)"):
        lines(files)


def test_another_length_of_time_that_rates_are_for_is_taken_into_account() -> None:
    files = carrier(
        PERCENT,
        rates("44,UK,0.001"),
        headers=("currency: USD\nper_seconds: 6\n",),
        more="per_seconds: 30\n",
    )

    assert lines(files) == ["44,UK,0.0060"]


def test_each_prefix_of_any_parent_gets_a_price() -> None:
    files = carrier(
        "  compact: max\n", rates("44,UK,0.01", "4420,London,0.02"), rates("44,UK,0.03")
    )

    assert lines(files) == ["44,UK,0.0300"]
    files = carrier("", rates("44,UK,0.05", "4420,London,0.02"), rates("44,UK,0.03"))
    assert lines(files) == ["44,UK,0.0300", "4420,London,0.0200"]


def test_a_rule_for_a_longer_prefix_than_any_parent_has_cuts_it() -> None:
    files = carrier(
        "  profit: [{id: m, match: '447', type: absolute, value: '0.5'}]\n", rates("44,UK,0.01")
    )

    assert lines(files) == ["44,UK,0.0100", "447,UK,0.5000"]


def test_the_longest_rule_counts_and_of_equal_ones_the_upper() -> None:
    rules = [
        "{id: a, value: 10}",
        "{id: b, match: '44', value: 20}",
        "{id: c, match: '^44', value: 30}",
        "{id: d, match: '447', value: 40}",
    ]
    files = carrier(
        f"  profit: [{', '.join(rules)}]\n", rates("33,,0.01", "44,,0.01", "4477,,0.01")
    )

    assert lines(files) == ["33,,0.0110", "44,,0.0120", "447,,0.0140"]


def test_a_pattern_is_held_against_prefixes_of_rows() -> None:
    files = carrier(
        "  profit: [{id: a, match: '^44(7|8)', value: 50}]\n",
        rates("44,,0.01", "447,,0.03", "448,,0.01", "449,,0.01"),
    )

    assert lines(files) == ["44,,0.0100", "447,,0.0450", "448,,0.0150"]


def test_a_set_of_prefixes_narrows_a_rule_and_leaves_out_what_it_excludes() -> None:
    files = carrier("  profit: [{id: a, prefix_set: some, value: 50}]\n", rates("4,,0.01"))
    files["prefix-sets/some.yaml"] = "name: Some\nlines: ['44', '47']\nexcluding: ['4470']\n"

    assert lines(files) == ["4,,0.0100", "44,,0.0150", "4470,,0.0100", "47,,0.0150"]


def test_blocked_rows_of_one_parent_leave_the_others() -> None:
    files = carrier(
        "",
        rates("44,,0.01", "447,,,,,,blocked", "449,,,,,,blocked"),
        rates("44,,0.05", "449,,,,,,blocked"),
    )

    assert lines(files) == ["44,,0.0100", "447,,0.0500", "449,,,blocked"]


def test_rows_that_a_parent_may_not_use_are_as_good_as_blocked() -> None:
    capped = 'currency: USD\noutgoing: {capped_rate: "0.02", block_connect_cost: true}\n'
    files = carrier("", rates("44,,0.01", "447,,0.03", "448,,0.01,,,0.1"), headers=(capped,))

    assert lines(files) == ["44,,0.0100", "447,,,blocked", "448,,,blocked"]


def test_a_rule_blocks_what_parents_would_carry() -> None:
    files = carrier("  profit: [{id: a, match: '447', action: blocked}]\n", rates("44,,0.01"))

    assert lines(files) == ["44,,0.0100", "447,,,blocked"]


def test_what_is_left_out_cuts_the_shorter_prefix_around_it() -> None:
    files = carrier("  profit: [{id: a, match: '447', action: remove}]\n", rates("44,,0.01"))

    assert lines(files) == [f"44{digit},,0.0100" for digit in "012345689"]


def test_future_rows_of_parents_begin_when_they_begin() -> None:
    table = rates(
        "44,,0.01,,,,,,2026-09-01T00:00:00Z",
        "44,,0.02,,,,,2026-09-01T00:00:00Z",
        "1,,0.5,,,,,,2026-01-01T00:00:00Z",
    )

    assert lines(carrier("", table)) == [
        "44,,0.0100,,2026-09-01T00:00:00Z",
        "44,,0.0200,2026-09-01T00:00:00Z",
    ]


def test_three_prices_stay_three_or_become_one_before_parents_are_compared() -> None:
    us = "currency: USD\nprices: inter_intra\n"
    table = "prefix,name,rate,inter,intra\n1,US,0.03,0.01,0.02\n"
    stays = carrier("", table, rates("1,US,0.015"), more="prices: inter_intra\n", headers=(us,))
    collapsed = carrier("  collapse: max\n", table, rates("1,US,0.05"), headers=(us,))

    assert lines(stays) == ["1,US,0.0150,0.0100,0.0150"]
    assert lines(collapsed) == ["1,US,0.0300"]


def test_a_rule_may_be_for_one_of_three_prices() -> None:
    us = "prices: inter_intra\n"
    files = carrier(
        "  profit: [{id: a, value: 50, apply_to: [intra]}, {id: b, value: 10}]\n",
        "prefix,name,rate,inter,intra\n1,US,0.03,0.01,0.02\n",
        more=us,
        headers=(f"currency: USD\n{us}",),
    )

    assert lines(files) == ["1,US,0.0330,0.0110,0.0300"]


def test_steps_are_taken_over_with_profit_from_the_parent_whose_price_is_taken() -> None:
    table = "prefix,name,rate,steps\n44,,0.02,60:0.01/60/30\n"
    files = carrier("  compact: max\n" + PERCENT, table, rates("44,,0.01"))

    assert lines(files) == ["44,,0.0240,60:0.0120/60/30"]
    with pytest.raises(Refused, match="no average"):
        lines(carrier("  compact: avg\n", table, rates("44,,0.01")))


def test_rows_in_a_window_of_a_parent_count_in_the_same_window_of_the_card() -> None:
    night = "windows: [{id: night, hours: ['daily 20:00-07:00']}]\n"
    table = "prefix,name,rate,window\n44,,0.02,\n44,,0.01,night\n447,,0.05,\n"
    files = carrier(PERCENT, table, more=night, headers=(f"currency: USD\n{night}",))

    assert lines(files) == ["44,,0.0240", "44,,0.0120,night", "447,,0.0600"]
    with pytest.raises(Refused, match="child has no window night like it"):
        lines(carrier(PERCENT, table, headers=(f"currency: USD\n{night}",)))


def test_windows_that_are_open_together_cannot_be_taken_over() -> None:
    windows = "windows: [{id: night, hours: ['daily 20:00-07:00']}, {id: late, hours: ['daily 22:00-23:00']}]\n"
    table = "prefix,name,rate,window\n44,,0.02,late\n44,,0.01,night\n"

    with pytest.raises(Refused, match="late and night of child are open at the same time"):
        lines(carrier("", table, more=windows, headers=(f"currency: USD\n{windows}",)))


# --- every number ----------------------------------------------------------------------------------------------------

DIGITS = st.text("123", min_size=1, max_size=4)
PRICES = st.sampled_from(["0.01", "0.02", "0.0335", "0.4"])
DATES = ["", "2026-03-01T00:00:00Z", "2026-07-01T00:00:00Z", "2026-10-01T00:00:00Z"]


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A parent's table: some rows end or begin, some are blocked, some count at night."""
    rows = {}
    for prefix in draw(st.lists(DIGITS, unique=True, min_size=1, max_size=8)):
        for window in draw(st.sampled_from([("",), ("",), ("", "night"), ("night",)])):
            cut = draw(st.sampled_from(DATES))
            price = draw(PRICES) if draw(st.integers(0, 5)) else ""
            terms = draw(st.sampled_from([",", "30,6", "1,60"]))
            status = "" if price else "blocked"
            rows[prefix, window, ""] = f"{prefix},,{price},{terms},,{status},,{cut},{window}"
            if cut and draw(st.booleans()):
                rows[prefix, window, cut] = f"{prefix},,{draw(PRICES)},,,,,{cut},,{window}"
    return rates(*(rows[key] for key in sorted(rows)), columns=HEADER + ",window")


@st.composite
def rules(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    """Rules as (match, what they do, value); no two of the same match."""
    matches = draw(st.lists(st.one_of(st.just(""), DIGITS), unique=True, max_size=4))
    kinds = st.sampled_from(["absolute", "relative", "percent", "remove", "blocked"])
    return [(match, draw(kinds), draw(st.sampled_from(["0.2", "0.013"]))) for match in matches]


FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
NIGHT = "windows: [{id: night, hours: ['daily 20:00-07:00']}]\n"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(tables(), min_size=1, max_size=3),
    rules(),
    st.sampled_from(["min", "max", "avg"]),
    st.text("1234", min_size=6, max_size=6),
    st.sampled_from(["", "night"]),
    st.booleans(),
)
def test_every_number_costs_what_its_rule_makes_of_what_each_parent_says(
    parents: list[str],
    chosen: list[tuple[str, str, str]],
    compact: str,
    number: str,
    window: str,
    was_built: bool,
) -> None:
    build = f"  compact: {compact}\n  profit: [{', '.join(map(_rule, enumerate(chosen)))}]\n"
    night = (f"currency: USD\n{NIGHT}",) * 3
    files = carrier(build, *parents, more=NIGHT, headers=night)
    if was_built:
        # Rows that are there already, of other rules and an earlier day, must not get in the way.
        earlier = laid(carrier("", parents[0], more=NIGHT, headers=night), FEBRUARY)
        if earlier.data:
            files[CHILD] = earlier.data.decode()
    data = laid(files).data or b"prefix,name,rate\n"
    card = header(files["rate-cards/child/card.yaml"])
    assert table_problems(CHILD, data) == ()
    assert stale(*made({**files, CHILD: data.decode()})) is None

    for moment in (
        JUNE,
        AUGUST,
        NEXT_YEAR,
    ):
        wanted = _expected(
            [compiled(one) for one in parents], chosen, compact, number, moment, window
        )
        terms = found(data, card, number, moment, window)
        said = (
            None
            if terms is None
            else "blocked"
            if terms.blocked
            else (dict(terms.prices)["rate"], terms.minimum_s, terms.increment_s)
        )
        assert said == wanted


def _rule(numbered: tuple[int, tuple[str, str, str]]) -> str:
    place, (match, kind, value) = numbered
    does = f"action: {kind}" if kind in ("remove", "blocked") else f"type: {kind}, value: '{value}'"
    return f"{{id: r{place}, {does}" + (f", match: '{match}'}}" if match else "}")


def _expected(
    parents: list[CompiledRates],
    chosen: list[tuple[str, str, str]],
    compact: str,
    number: str,
    moment: datetime,
    window: str,
) -> object:
    asked = [
        row
        for one in parents
        if (row := one.find(number, milliseconds(moment), {window: 1} if window else {}))
        is not None
    ]
    fitting = [rule for rule in chosen if number.startswith(rule[0])]
    _, kind, value = max(fitting, key=lambda rule: len(rule[0]), default=("", "relative", "0"))
    usable: list[PricedRow] = [row for row in asked if not row.blocked]
    if not asked or kind == "remove":
        return None
    if kind == "blocked" or not usable:
        return "blocked"
    costs = [Fraction(row.prices["rate"], 10**9) for row in usable]
    cost = {"min": min(costs), "max": max(costs), "avg": sum(costs) / len(costs)}[compact]
    by = Fraction(Decimal(value))
    price = {"absolute": by, "relative": cost + by, "percent": cost * (1 + by / 100)}[kind]
    return (
        nano_of(rounded(Fraction(price), 6, Rounding.HALF_UP)),
        max(row.minimum_s or 0 for row in usable),
        max(row.increment_s or 1 for row in usable),
    )


def test_rows_that_change_no_price_are_left_out_and_no_others() -> None:
    table = rates("4,,0.01", "44,,0.01", "447,,0.02", "4477,,0.01", "44770,,0.02,60")
    building, _ = made(carrier("", table))

    assert [prefix for prefix, _, _ in building.rows()] == ["4", "447", "4477", "44770"]
