"""Numbers on their way to E.164: what is taken off, rewritten, refused."""

from __future__ import annotations

import pytest

from engine.calls.model import Outcome
from tests.engine.calls.carrier import (
    AUTH,
    ROUTES,
    USER,
    called,
    did,
    more,
    refused,
    replaced,
    step,
    tried,
)


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


@pytest.mark.parametrize(
    "dialled",
    [
        "<sip:442079460018@sip.example.net;user=phone>",
        "sips:+442079460018@sip.example.net",
        "tel:+442079460018;phone-context=example.net",
        "SIP:%2B442079460018@sip.example.net",
    ],
)
def test_uris_are_taken_for_the_number_in_them(dialled: str) -> None:
    assert tried(dialled).number == "442079460018"


def test_no_plus_is_left_before_a_caller_whoever_it_is() -> None:
    several = more(AUTH, USER)
    assert tried(files=several, customer="ben", cli="+12125550123").cli == "12125550123"
    assert called(did(), cli="+447700900001").cli == "447700900001"


def test_rules_of_a_record_come_in_their_order() -> None:
    """Tech prefix, digits off, rewrite, plus, alias: each on what the one before left."""
    files = {
        AUTH: "ip: [{id: pbx, hosts: [203.0.113.7], numbers: {tech_prefix: '9#', strip_digits: 1, "
        "rewrites: [{type: destination, current: '^0([1-9].*)$', new: '+44$1'}]}}]\n"
        "aliases: [{id: desk, current: '442079460018', new: '442079460111'}]\n"
    }
    answer = tried("9#802079460018", files)

    assert answer.number == "442079460111"
    assert step(answer, "numbers").detail == (
        "tech prefix 9# taken off; 1 digits taken off the front; number 02079460018 -> +442079460018; "
        "alias desk: 442079460018 -> 442079460111"
    )


def test_signs_that_are_no_digits_are_legal_until_the_route_took_its_prefix() -> None:
    files = {ROUTES: "routes: [{id: world, rate_card: retail, tech_prefix: '*7#'}]\n"}
    assert tried("*7#442079460018", files).number == "442079460018"
    assert refused(tried("*7#44*2079460018", files)) == "484 Address Incomplete"
