"""Whose call it is: by address, by user and password, or as it was named."""

from __future__ import annotations

from typing import Any

import pytest

from engine.calls.model import Outcome
from tests.engine.calls.carrier import AUTH, BEN, FILES, ROUTES, USER, more, refused, tried

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


def test_an_address_nobody_calls_from_is_asked_for_a_user_where_there_are_users() -> None:
    """Also where a record names the address and is shut: the switch does not know it either."""
    shut = {AUTH: "ip: [{id: pbx, hosts: [203.0.113.7], enabled: false}]\n" + USER}
    answer = tried(files=shut)

    assert refused(answer) == "407 Proxy Authentication Required"
    assert "is disabled" in answer.steps[-1].detail


def test_a_shared_address_is_told_apart_in_a_sip_uri_too() -> None:
    assert tried("sip:88%23442079460018@sip.example.net", SHARED).customer == "ann"
    caller = "Ann <sip:+442079460111@sip.example.net>"
    assert tried(files=BOTH_BY_CLI, cli=caller).customer == "ann"


def test_a_customer_that_is_named_takes_the_record_of_its_address() -> None:
    answer = tried(customer="ben", ip="203.0.113.7")
    assert answer.auth == "pbx"
    assert tried(customer="nobody").steps[-1].detail == "there is no customer nobody that holds"
