"""The path of calls from customers: for each step what passes, what is refused, with which code and by which line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calls.located import located
from engine.calls.model import Outcome, Result
from engine.calls.path import TERMINATION
from schemas.voice import CallDirection, Codec
from tests.engine.calls.carrier import (
    BEN,
    FILES,
    JUNE,
    a_config,
    cards,
    left_out,
    more,
    refused,
    replaced,
    step,
    tried,
)

AUTH, ROUTES, CUSTOMER = BEN + "auth.yaml", BEN + "routing.yaml", BEN + "customer.yaml"
RETAIL, CHEAP = "rate-cards/retail/card.yaml", "rate-cards/cheap/card.yaml"


def test_a_call_goes_to_the_cheapest_provider_in_one_currency() -> None:
    answer = tried()
    assert answer.outcome is Outcome.ROUTED
    assert (answer.customer, answer.auth, answer.route) == ("ben", "pbx", "world")
    assert cards(answer) == ["cheap", "dear"]  # 0.0050 USD before 0.0080 EUR, which is 0.0088 USD
    assert answer.providers[0].attempts[0].number == "77#442079460018"


def test_every_step_is_told_and_says_which_line_decided() -> None:
    answer, config = tried(), a_config()
    assert [one.name for one in answer.steps] == [name for name, _ in TERMINATION]
    place = located(step(answer, "rate").place, config.book)
    assert str(place) == "rate-cards/retail/rates.csv:2"
    place = located(step(answer, "route").place, config.book)
    assert str(place) == BEN + "routing.yaml:3"


# --- who calls -----------------------------------------------------------------------------------------------------

USER = "users: [{id: desk, username: desk1, ip_whitelist: [203.0.113.0/29]}]"
SHARED = {
    "customers/ann/customer.yaml": "name: Ann\ncurrency: USD\n",
    "customers/ann/routing.yaml": FILES[ROUTES],
    "customers/ann/auth.yaml": "ip: [{id: ann, hosts: [203.0.113.7], numbers: {tech_prefix: '88#'}}]\n",
}
BOTH_BY_CLI = {
    **SHARED,
    "customers/ann/auth.yaml": "ip: [{id: ann, hosts: [203.0.113.7], cli_authentication: true}]\n",
    "customers/ann/cli.yaml": 'rules: [{id: own, cli: "442079460111"}]\n',
    AUTH: "ip: [{id: pbx, hosts: [203.0.113.7], cli_authentication: true}]\n",
    BEN + "cli.yaml": 'rules: [{id: own, cli: "12125550123"}]\n',
}


@pytest.mark.parametrize(
    ("files", "call", "code", "said"),
    [
        ({}, {"ip": "192.0.2.9"}, "403 IP Not Authorised", "no record expects calls from 192.0.2.9"),
        (more(AUTH, USER), {"ip": "192.0.2.9"}, "407 Proxy Authentication Required", "asked for a user"),
        (more(AUTH, "    enabled: false"), {}, "403 IP Not Authorised", "is disabled"),
        (more(AUTH, "    direction: receives"), {}, "403 IP Not Authorised", "only receives calls"),
        ({}, {"user": "nobody"}, "503 Unknown User", "no customer has a SIP user nobody"),
        (more(AUTH, USER), {"user": "desk1", "ip": "192.0.2.9"}, "403 Source Not In Whitelist", "192.0.2.9"),
        ({**SHARED, AUTH: SHARED["customers/ann/auth.yaml"].replace("88#", "99#").replace("id: ann", "id: pbx")},
         {}, "580 No Route Available", "in front of the number"),
        ({**SHARED, "customers/ann/auth.yaml": "ip: [{id: ann, hosts: [203.0.113.7]}]\n"}, {},
         "403 Ambiguous Source", "several customers"),
        (BOTH_BY_CLI, {"cli": "15551230000"}, "403 Ambiguous Source", "several customers"),
    ],
)  # fmt: skip
def test_callers_that_are_not_known_are_refused(
    files: dict[str, str], call: dict[str, Any], code: str, said: str
) -> None:
    answer = tried(files=files, **call)
    assert refused(answer) == code
    assert said in answer.steps[-1].detail


def test_a_shared_address_is_told_apart_by_tech_prefix_and_by_caller_number() -> None:
    assert tried("88#442079460018", SHARED).customer == "ann"
    assert tried("442079460018", SHARED).customer == "ben"
    assert tried(files=BOTH_BY_CLI).customer == "ben"
    assert tried(files=BOTH_BY_CLI, cli="442079460111").customer == "ann"


def test_an_address_beats_a_user_and_the_narrowest_network_wins() -> None:
    wide = {
        "customers/ann/customer.yaml": "name: Ann\ncurrency: USD\n",
        "customers/ann/auth.yaml": "ip: [{id: net, hosts: [203.0.113.0/29]}]\n" + USER,
    }
    assert tried(files=wide, user="desk1", ip="203.0.113.7").customer == "ben"
    assert tried(files=wide, ip="203.0.113.6").customer == "ann"


def test_a_customer_that_is_named_needs_no_address() -> None:
    answer = tried(customer="ben")
    assert (answer.outcome, answer.auth) == (Outcome.ROUTED, "pbx")
    several = tried(files=more(AUTH, USER), customer="ben")
    assert (several.outcome, several.auth) == (Outcome.ROUTED, "")
    assert several.warnings


# --- whether it may call -------------------------------------------------------------------------------------------

HOURS = "hours: {zone: Europe/London, slots: ['mon-fri 08:00-10:30']}"


@pytest.mark.parametrize(
    ("files", "account", "code"),
    [
        (more(CUSTOMER, "status: inactive"), {}, "403 Account Inactive"),
        (more(CUSTOMER, "status: pending_approval"), {}, "403 Pending Approval"),
        ({}, {"overlays": ["penalty"]}, "403 Penalty"),
        ({}, {"overlays": ["suspension"]}, "403 Account Suspended"),
        (more(CUSTOMER, HOURS), {}, "403 Outside allowed hours"),
        ({}, {"balance": "0.00"}, "402 Payment Required"),
        (more(CUSTOMER, 'credit: {debit_limit: "-1.00"}'), {"balance": "1.00"}, "402 Payment Required"),
        (more(CUSTOMER, 'credit: {daily_spend_limit: "5"}'), {"balance": "9", "spend_today": "5"},
         "402 Payment Required"),
        (more(CUSTOMER, "limits: {channels: 2}"), {"channels": 2}, "503 Channel Limit Reached"),
        (more(CUSTOMER, "limits: {cps: 3}"), {"calls_this_second": 3}, "503 CPS Limit Reached"),
        ({BEN + "contracts.yaml": "contracts: [{id: t, contract: terms, required: true}]\n",
          "contracts/terms.yaml": "name: T\nrevisions: [{number: 1, date: 2026-01-01, text: x}]\n"},
         {"signed": []}, "403 Contract Required"),
        (more(CUSTOMER, "verification: {email: true}"), {"verified": False}, "403 Not Verified"),
    ],
)  # fmt: skip
def test_customers_who_may_not_call_are_refused(
    files: dict[str, str], account: dict[str, Any], code: str
) -> None:
    account = {
        key: value if not isinstance(value, bool) else str(value).lower()
        for key, value in account.items()
    }
    assert refused(tried(files=files, counters={"customers": {"ben": account}})) == code


@pytest.mark.parametrize(
    ("files", "account"),
    [
        (more(CUSTOMER, 'credit: {debit_limit: "5.00"}'), {"balance": "-4.99"}),
        (more(CUSTOMER, "limits: {channels: 2}"), {"channels": "1"}),
        (more(CUSTOMER, "limits: {channels: 0}"), {"channels": "9999"}),
        (more(CUSTOMER, HOURS.replace("10:30", "11:30")), {}),
        ({}, {"overlays": []}),
    ],
)
def test_customers_within_their_limits_pass(files: dict[str, str], account: dict[str, Any]) -> None:
    assert tried(files=files, counters={"customers": {"ben": account}}).outcome is Outcome.ROUTED


def test_what_is_not_given_is_skipped_and_says_so() -> None:
    credit = step(tried(), "credit")
    assert (credit.result, credit.detail) == (Result.SKIP, "no balance was given")


def test_limits_of_the_record_and_of_the_route_count_beside_the_customers() -> None:
    record = tried(
        files=more(AUTH, "    channels: 1"), counters={"records": {"ben/pbx": {"channels": "1"}}}
    )
    route = tried(
        files=more(ROUTES, "    capacity: {channels: 1}"),
        counters={"routes": {"ben/world": {"channels": "1"}}},
    )
    assert refused(record) == refused(route) == "503 Channel Limit Reached"
    assert record.steps[-1].name == "limits"
    assert route.steps[-1].name == "route limits"


# --- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "dialled", "number"),
    [
        ("tech_prefix: '9#'", "9#442079460018", "442079460018"),
        ("strip_digits: 2", "99442079460018", "442079460018"),
        ("rewrites: [{type: destination, current: '^0([1-9].*)$', new: '44$1'}]", "02079460018", "442079460018"),
        ("rewrites: [{type: destination, current: '^0([1-9].*)$', new: '44\\1'}]", "02079460018", "442079460018"),
        ("rewrites: [{type: destination, current: '00', new: ''}]", "00442079460018", "442079460018"),
        ("rewrites: [{type: destination, current: '^0(.*)$', new: '44$1'}, {type: destination, current: '^44', new: '33'}]",
         "02079460018", "442079460018"),
        ("strip_digits: 0", "+442079460018", "442079460018"),
        ("strip_digits: 0", "sip:442079460018@sip.example.net", "442079460018"),
    ],
)  # fmt: skip
def test_numbers_are_brought_into_e164_in_the_order_of_the_decisions(
    rules: str, dialled: str, number: str
) -> None:
    files = {AUTH: f"ip: [{{id: pbx, hosts: [203.0.113.7], numbers: {{{rules}}}}}]\n"}
    answer = tried(dialled, files)
    assert (answer.outcome, answer.number) == (Outcome.ROUTED, number)


@pytest.mark.parametrize(
    ("rules", "cli", "shown"),
    [
        ("cli_prefix: '44'", "2079460111", "442079460111"),
        ("force_from: '442079460100'", "anything", "442079460100"),
        ("cli_prefix: '44', force_from: '442079460100'", "1", "442079460100"),
        ("cli_prefix: '44'", "", "anonymous"),
        ("rewrites: [{type: cli, current: '^0(.*)$', new: '44$1'}]", "02079460111", "442079460111"),
        ("strip_digits: 0", "+12125550123", "12125550123"),
        ("strip_digits: 0", "sip:anonymous@anonymous.invalid", "anonymous"),
    ],
)
def test_caller_numbers_are_changed_and_withheld_ones_stay_withheld(
    rules: str, cli: str, shown: str
) -> None:
    files = {AUTH: f"ip: [{{id: pbx, hosts: [203.0.113.7], numbers: {{{rules}}}}}]\n"}
    assert tried(files=files, cli=cli).cli == shown


@pytest.mark.parametrize(
    ("dialled", "said"),
    [
        ("+44 (0)20", '" " at place 4'),
        ("44abc", '"a" at place 3'),
        ("4" * 40, "40 digits"),
        ("", "no number was dialled"),
        ("٤٤٢٠", "at place 1"),
        ("442", "no E.164 number"),
        ("0442079460018", "no E.164 number"),
        ("44*2079460018", "not digits alone"),
    ],
)
def test_numbers_that_are_none_are_refused_by_the_place_of_the_sign(
    dialled: str, said: str
) -> None:
    answer = tried(dialled, replaced(ROUTES, "rate_card: retail", "rate_card: retail"))
    assert refused(answer) == "484 Address Incomplete"
    assert said in answer.steps[-1].detail


def test_an_alias_of_the_customer_counts_before_one_of_the_carrier() -> None:
    house = more("settings.yaml", "aliases: [{id: all, current: '611', new: '442079460222'}]")
    own = more(AUTH, "aliases: [{id: help, current: '611', new: '442079460018'}]")
    assert tried("611", house).number == "442079460222"
    assert tried("611", {**house, **own}).number == "442079460018"


def test_a_pattern_that_would_take_for_ever_answers_at_once() -> None:
    files = {AUTH: "ip: [{id: pbx, hosts: [203.0.113.7], numbers: {rewrites: "
             "[{type: destination, current: '^(4+)+x$', new: '1'}]}}]\n"}  # fmt: skip
    assert refused(tried("4" * 31, files)) == "484 Address Incomplete"


# --- routes --------------------------------------------------------------------------------------------------------


def routes(*items: str) -> dict[str, str]:
    return {ROUTES: "routes:\n" + "".join(f"  - {{rate_card: retail, {one}}}\n" for one in items)}


@pytest.mark.parametrize(
    ("items", "dialled", "route"),
    [
        (("id: all", "id: uk, dial: ['44']"), "442079460018", "uk"),
        (("id: uk, dial: ['44']", "id: mobile, dial: ['447']"), "447811234567", "mobile"),
        (("id: all", "id: cheap, tech_prefix: '9#'"), "9#442079460018", "cheap"),
        (("id: short, tech_prefix: '9'", "id: long, tech_prefix: '9#'"), "9#442079460018", "long"),
        (("id: uk, dial: ['44']", "id: pattern, dial: ['^442[0-9]']"), "442079460018", "pattern"),
        (("id: uk, dial: ['44'], enabled: false", "id: all"), "442079460018", "all"),
        (("id: first", "id: second"), "442079460018", "first"),
        (("id: uk, dial: ['44'], dial_except: ['4420']", "id: all"), "442079460018", "all"),
    ],
)
def test_the_longest_tech_prefix_then_the_longest_prefix_chooses_the_route(
    items: tuple[str, ...], dialled: str, route: str
) -> None:
    assert tried(dialled, routes(*items)).route == route


def test_of_routes_that_fit_equally_one_whose_card_has_a_rate_counts() -> None:
    files = routes("id: poor", "id: rich") | {
        ROUTES: "routes: [{id: poor, rate_card: cheap-only}, {id: rich, rate_card: retail}]\n",
        "rate-cards/cheap-only/card.yaml": FILES[RETAIL].replace("Retail", "Other"),
        "rate-cards/cheap-only/rates.csv": "prefix,rate\n49,0.01\n",
    }
    answer = tried(files=files)
    assert answer.route == "rich"


def test_a_tie_is_decided_by_order_and_warned_about() -> None:
    answer = tried(files=routes("id: first", "id: second"))
    assert "first and second" in answer.warnings[0]


def test_own_routes_count_before_those_of_a_tag() -> None:
    files = {**more(CUSTOMER, "tags: [vip]"), "templates/tags/vip/routing.yaml": FILES[ROUTES]}
    assert tried(files=files).steps[7].detail == "route world"
    only = {**files, ROUTES: None}
    assert tried(files=only).steps[7].detail == "route world of tag vip"


@pytest.mark.parametrize(
    ("items", "dialled", "code"),
    [
        (("id: us, dial: ['1']",), "442079460018", "580 No Route Available"),
        (
            ("id: uk, dial: ['44'], dial_except: ['4420']",),
            "442079460018",
            "503 Blocked by Dial plan",
        ),
        (("id: uk, dial: ['1'], tech_prefix: '9#'",), "9#442079460018", "503 Blocked by Dial plan"),
    ],
)
def test_numbers_no_route_is_for_are_refused(
    items: tuple[str, ...], dialled: str, code: str
) -> None:
    assert refused(tried(dialled, routes(*items))) == code


def test_lists_for_everybody_refuse_and_exempt() -> None:
    block = {
        "prefix-sets/bad.yaml": "name: Bad\nlines: ['4420']\neverywhere: {block_dialled: true}\n"
    }
    assert refused(tried(files=block)) == "603 Decline"
    allow = {
        "prefix-sets/good.yaml": "name: Good\nlines: ['12125550123']\neverywhere: {allow_cli: true}\n"
    }
    assert tried(files={**block, **allow}).outcome is Outcome.ROUTED
    caller = {"prefix-sets/bad.yaml": "name: Bad\nlines: ['1212']\neverywhere: {block_cli: true}\n"}
    assert refused(tried(files=caller)) == "603 Decline"


# --- caller numbers ------------------------------------------------------------------------------------------------


def rules(*items: str, head: str = "") -> dict[str, str]:
    return {BEN + "cli.yaml": head + "rules:\n" + "".join(f"  - {{{one}}}\n" for one in items)}


PASS, NONE = "", "403 CLI restriction in effect"


@pytest.mark.parametrize(
    ("files", "cli", "code", "shown"),
    [
        ({}, "999", PASS, "999"),
        (more(CUSTOMER, "cli: {approved_only: true}"), "999", NONE, "999"),
        (rules("id: a, cli: '12125550123'"), "12125550123", PASS, "12125550123"),
        (rules("id: a, cli: '12125550123'"), "999", NONE, "999"),
        (rules("id: a, cli: '1212555'"), "12125550123", NONE, "12125550123"),
        (rules("id: a, cli: '^1212555'"), "12125550123", PASS, "12125550123"),
        (rules("id: a, cli: '12125550123', forced: true"), "999", PASS, "12125550123"),
        (rules("id: a, cli: '12125550123', forced: true"), "12125550123", PASS, "12125550123"),
        (rules("id: a, cli: '^0(.*)$', rewrite_cli: '44$1'"), "02079460111", PASS, "442079460111"),
        (rules("id: a, cli: '1', dialled: '^1'"), "1", NONE, "1"),
        (rules("id: a, cli: '1', enabled: false"), "999", PASS, "999"),
        (rules("id: a, cli: '1', direction: origination"), "999", PASS, "999"),
        (rules("id: a, cli: '12125550123'"), "", NONE, "anonymous"),
        (rules("id: a, cli: '^anonymous$', rewrite_cli: '442079460100'"), "", PASS, "442079460100"),
        (rules("id: a, cli: '442079460111', types: [mobile]"), "442079460111", NONE, "442079460111"),
        (rules("id: a, cli: '447911123456', types: [mobile]"), "447911123456", PASS, "447911123456"),
    ],
)  # fmt: skip
def test_the_truth_table_of_caller_numbers(
    files: dict[str, str], cli: str, code: str, shown: str
) -> None:
    answer = tried(files=files, cli=cli)
    assert (refused(answer), answer.cli) == (code, shown)


def test_of_several_forced_numbers_one_is_drawn_by_the_call_or_the_first_is_taken() -> None:
    two = ("id: a, cli: '441', forced: true", "id: b, cli: '442', forced: true")
    drawn = {tried(files=rules(*two), cli="9", call_id=str(one)).cli for one in range(20)}
    assert drawn == {"441", "442"}
    same = {tried(files=rules(*two), cli="9", call_id="x").cli for _ in range(5)}
    assert len(same) == 1
    first = rules(*two, head="forced_choice: first\n")
    assert {tried(files=first, cli="9", call_id=str(one)).cli for one in range(9)} == {"441"}


def test_an_own_number_is_shown_by_the_longest_common_beginning() -> None:
    files = {
        **rules("id: a, use_did: prefix_match"),
        BEN + "dids.yaml": "dids:\n"
        "  - {id: a, number: '12125550100', provider: alpha, provider_card: cheap}\n"
        "  - {id: b, number: '442079460100', provider: alpha, provider_card: cheap}\n",
    }
    assert tried(files=files, cli="999").cli == "442079460100"


# --- money ---------------------------------------------------------------------------------------------------------


def test_the_longest_prefix_prices_the_call_and_each_side_has_its_own() -> None:
    answer = tried("447811234567", duration_s=61)
    assert answer.sell is not None
    assert (answer.sell.prefix, cards(answer)) == ("447", ["dear", "cheap"])
    assert answer.rating is not None
    assert str(answer.rating.charge.amount) == "0.0509"  # type: ignore[union-attr]
    assert str(answer.rating.cost.amount) == "0.0203"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("files", "dialled", "code", "said"),
    [
        ({}, "33123456789", "503 No Routes Available (Pre)", "no row"),
        ({}, "447012345678", "503 No Routes Available (Pre)", "blocks 4470"),
        (replaced(RETAIL, "currency: USD", "currency: EUR"), "442079460018", "503 No Routes Available (Pre)", "in EUR"),
        (more(ROUTES, "    price_limits: {capped_rate: '0.005'}"), "442079460018", "503 No Routes Available (U)", "cap"),
        (more(ROUTES, "    locks: {only: [nowhere]}"), "442079460018", "503 No Routes Available (Lock)", "keeps to"),
        (more(ROUTES, "    price_limits: {provider_capped_rate: '0.001'}"), "442079460018",
         "503 No Routes Available (U)", "cap"),
        ({"rate-cards/cheap/rates.csv": "prefix,rate\n49,1\n", "rate-cards/dear/rates.csv": "prefix,rate\n49,1\n"},
         "442079460018", "503 LCR Unavailable", "no row"),
        ({**replaced("providers/alpha/provider.yaml", "currency: USD", "currency: USD\nstatus: inactive"),
          **replaced("providers/beta/provider.yaml", "currency: EUR", "currency: EUR\nstatus: inactive")},
         "442079460018", "503 LCR Unavailable", "is inactive"),
        (replaced(RETAIL, "dynamic_routing: [cheap, dear]", ""), "442079460018", "503 LCR Unavailable", "no provider card"),
        ({**more(ROUTES, "    price_limits: {profit_assurance: enabled}"),
          "rate-cards/retail/rates.csv": "prefix,rate\n44,0.001\n"}, "442079460018",
         "503 No Routes Available (Profit Assurance)", "the customer pays 0.001"),
    ],
)  # fmt: skip
def test_calls_without_a_price_or_a_provider_are_refused(
    files: dict[str, str], dialled: str, code: str, said: str
) -> None:
    answer = tried(dialled, files)
    assert refused(answer) == code
    assert said in answer.steps[-1].detail


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


def test_credit_limits_the_time_and_refuses_what_it_cannot_begin() -> None:
    files = {
        "rate-cards/retail/rates.csv": "prefix,rate,minimum_s,increment_s,connect\n44,0.02,60,60,0.01\n"
    }
    rich = tried(files=files, counters={"customers": {"ben": {"balance": "1.00"}}})
    assert (rich.affordable_s, rich.max_duration_s) == (2940, 2940)
    poor = tried(files=files, counters={"customers": {"ben": {"balance": "0.025"}}})
    assert refused(poor) == "402 Payment Required"
    unseen = {"customers": {"ben": {"balance": "1.00"}}, "switch_granularity_s": "5"}
    assert tried(files=files, counters=unseen).max_duration_s == 2930


# --- order of providers --------------------------------------------------------------------------------------------


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


# --- sending -------------------------------------------------------------------------------------------------------


def test_codecs_have_to_be_common() -> None:
    answer = tried(files=more(AUTH, "    codecs: [pcma]"), codecs=(Codec.G729,))
    assert refused(answer) == "488 Not Acceptable Here"
    gateway = replaced(
        "providers/alpha/provider.yaml", "host: 198.51.100.1", "host: 198.51.100.1, codecs: [g729]"
    )
    assert cards(tried(files={**gateway, **more(AUTH, "    codecs: [pcma]")})) == ["dear"]


def test_failover_tries_as_many_gateways_as_the_provider_allows() -> None:
    answer = tried()
    assert [len(one.attempts) for one in answer.providers] == [1, 2]


def test_settings_map_the_code_a_caller_hears() -> None:
    files = {
        **more("settings.yaml", 'sip_codes: {"402": "503 Funds Required"}'),
    }
    answer = tried(files=files, counters={"customers": {"ben": {"balance": "0"}}})
    assert refused(answer) == "402 Payment Required"
    assert answer.refusal is not None
    assert answer.refusal.heard == "503 Funds Required"


# --- numbers of ours -----------------------------------------------------------------------------------------------

DIDS = BEN + "dids.yaml"


def did(more_: str = "") -> dict[str, str]:
    item = (
        "id: main, number: '442079460100', destinations: ['1001@pbx.example.org', 'extension:7'], "
    )
    return {
        DIDS: f"dids: [{{{item}provider: alpha, provider_card: in-cheap, customer_card: in-retail{more_}}}]\n",
        "rate-cards/in-cheap/card.yaml": FILES[CHEAP].replace("Cheap", "In")
        + "direction: origination\n",
        "rate-cards/in-cheap/rates.csv": "prefix,rate\n44,0.001\n",
        "rate-cards/in-retail/card.yaml": "name: In retail\nside: customer\ncurrency: USD\ndirection: origination\n",
        "rate-cards/in-retail/rates.csv": "prefix,rate\n4420,0.004\n",
    }


def called(files: dict[str, str], number: str = "442079460100", **call: Any) -> Any:
    return tried(
        number, files, direction=CallDirection.ORIGINATION, **{"ip": "198.51.100.1", **call}
    )


def test_a_call_to_a_number_of_ours_goes_to_its_destinations() -> None:
    answer = called(did(), duration_s=60)
    assert answer.outcome is Outcome.ROUTED
    assert answer.destinations == ("1001@pbx.example.org", "extension:7")
    assert (
        answer.sell.prefix,
        str(answer.rating.charge.amount),
        str(answer.rating.cost.amount),
    ) == (
        "4420",
        "0.0040",
        "0.0010",
    )


@pytest.mark.parametrize(
    ("files", "call", "counters", "code"),
    [
        (did(), {"number": "442079460999"}, {}, "404 Not Found"),
        (did(", enabled: false"), {}, {}, "480 Temporarily Unavailable"),
        ({**did(), **more(CUSTOMER, "status: inactive")}, {}, {}, "480 Temporarily Unavailable"),
        (did(), {}, {"customers": {"ben": {"balance": "0"}}}, "480 Temporarily Unavailable"),
        (
            did(", channels: 1"),
            {},
            {"dids": {"442079460100": {"channels": "1"}}},
            "503 Channel Limit Reached",
        ),
        (did(), {"ip": "192.0.2.99"}, {}, "403 IP Not Authorised"),
    ],
)
def test_calls_to_numbers_that_cannot_be_reached_are_refused(
    files: dict[str, str], call: dict[str, Any], counters: dict[str, Any], code: str
) -> None:
    assert refused(called(files, counters=counters, **call)) == code


def test_a_customer_may_be_called_without_credit() -> None:
    files = {**did(), **more(CUSTOMER, "did: {allow_inbound_without_credit: true}")}
    assert (
        called(files, counters={"customers": {"ben": {"balance": "-5"}}}).outcome is Outcome.ROUTED
    )


def test_a_call_between_customers_has_two_legs_and_no_provider() -> None:
    files = {**did(), **more(ROUTES, "    on_net: true")}
    answer = tried("442079460100", files, duration_s=60)
    assert answer.outcome is Outcome.ROUTED
    assert answer.providers == ()
    assert answer.leg is not None
    assert (answer.leg.customer, answer.leg.providers) == ("ben", ())
    assert str(answer.rating.charge.amount) == "0.0100"  # type: ignore[union-attr]
    assert str(answer.leg.rating.charge.amount) == "0.0040"  # type: ignore[union-attr]
    off = tried("442079460100", did())
    assert (off.leg, cards(off)) == (None, ["cheap", "dear"])


# --- time ----------------------------------------------------------------------------------------------------------


def test_dated_rows_count_by_the_arrival_of_the_call() -> None:
    rows = "prefix,rate,from,to\n44,0.010,,2026-06-03T10:00:00Z\n44,0.012,2026-06-03T10:00:00Z,\n"
    files = {"rate-cards/retail/rates.csv": rows}
    from datetime import timedelta

    before, after = tried(files=files, at=JUNE - timedelta(seconds=1)), tried(files=files)
    assert (before.sell.price.rate, after.sell.price.rate) == (10_000_000, 12_000_000)  # type: ignore[union-attr]


def test_a_call_over_the_border_of_a_window_is_split_or_keeps_its_first_price() -> None:
    window = "windows: [{id: late, hours: ['daily 10:01-24:00']}]"
    rows = {"rate-cards/retail/rates.csv": "prefix,rate,window\n44,0.06,\n44,0.03,late\n"}
    split = tried(files={**more(RETAIL, window), **rows}, duration_s=120)
    assert str(split.rating.charge.amount) == "0.0900"  # type: ignore[union-attr]
    first = {**more(RETAIL, window + "\nacross_windows: first"), **rows}
    kept = tried(files=first, duration_s=120)
    assert str(kept.rating.charge.amount) == "0.1200"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cli", "column"),
    [
        ("12135550123", "inter"),
        ("12125550123", "intra"),
        ("442079460111", "rate"),
        ("", "rate"),
        ("19995550123", "rate"),
        ("14165550123", "rate"),
    ],
)
def test_us_prices_depend_on_the_states_of_both_numbers(cli: str, column: str) -> None:
    files = {
        **more(RETAIL, "prices: inter_intra"),
        "rate-cards/retail/rates.csv": "prefix,rate,inter,intra\n1,0.009,0.007,0.008\n",
    }
    answer = tried("16465550111", files, cli=cli)
    assert answer.sell is not None
    assert answer.sell.column == column


@pytest.mark.parametrize(
    ("cli", "number", "column"),
    [
        ("919876543210", "12125550123", "zone"),
        ("442079460018", "919876543210", "zone"),
        ("919876543210", "442079460018", "rate"),
        ("93701234567", "919876543210", "rate"),
    ],
)
def test_origin_zones_price_by_the_countries_of_both_numbers(
    cli: str, number: str, column: str
) -> None:
    files = {
        **more(
            RETAIL,
            "prices: origin_zones\nzones: {sources: [GB, IN, US], destinations: [AF, IN, US]}",
        ),
        "rate-cards/retail/rates.csv": "prefix,rate,local,zone\n1,0.9,0.1,0.5\n44,0.9,0.1,0.5\n91,0.9,0.1,0.5\n",
        "rate-cards/cheap/rates.csv": "prefix,rate\n1,0.01\n44,0.01\n91,0.01\n",
    }
    answer = tried(number, files, cli=cli)
    assert answer.sell is not None
    assert answer.sell.column == column


# --- properties ----------------------------------------------------------------------------------------------------

RATES = st.integers(1, 200).map(lambda one: f"{one / 10_000:.4f}")


@given(sell=RATES, buy=RATES, other=RATES)
@settings(max_examples=60, deadline=None)
def test_profit_assurance_never_passes_a_loss_per_minute(sell: str, buy: str, other: str) -> None:
    files = {
        **more(ROUTES, "    price_limits: {profit_assurance: enabled}"),
        "rate-cards/retail/rates.csv": f"prefix,rate\n44,{sell}\n",
        "rate-cards/cheap/rates.csv": f"prefix,rate\n44,{buy}\n",
        "rate-cards/dear/rates.csv": f"prefix,rate\n44,{other}\n",
    }
    answer = tried(files=files)
    for option in answer.providers:
        if not option.excluded:
            assert option.per_minute <= answer.sell.price.per_minute  # type: ignore[union-attr]


@given(number=st.text("0123456789*#+", max_size=34), cli=st.text(max_size=20))
@settings(max_examples=80, deadline=None)
def test_a_simulation_is_a_function_of_book_call_and_counters(number: str, cli: str) -> None:
    assert tried(number, cli=cli) == tried(number, cli=cli)


@given(buy=RATES)
@settings(max_examples=25, deadline=None)
def test_what_a_provider_asks_changes_nothing_of_what_the_customer_pays(buy: str) -> None:
    files = {"rate-cards/cheap/rates.csv": f"prefix,rate\n44,{buy}\n"}
    one, other = tried(duration_s=77), tried(files=files, duration_s=77)
    assert one.rating.charge == other.rating.charge  # type: ignore[union-attr]
