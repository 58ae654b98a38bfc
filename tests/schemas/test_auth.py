from __future__ import annotations

import pytest

from schemas.auth import Auth, DialPattern
from schemas.voice import Direction, Transport
from tests.schemas.reading import document, faults


def test_an_address_record_needs_an_id_and_an_address() -> None:
    record = document(Auth, "ip: [{id: pbx, hosts: [203.0.113.7]}]").ip[0]

    assert record.direction is Direction.SENDS
    assert record.transport is Transport.UDP
    assert record.dial_pattern is DialPattern.E164
    assert record.channels == record.cps == record.bandwidth_mbps == 0
    assert record.codecs == ()


@pytest.mark.parametrize("line", ["{id: pbx}", "{id: pbx, hosts: []}"])
def test_a_record_without_address_recognises_nobody(line: str) -> None:
    (fault,) = faults(Auth, f"ip: [{line}]")

    assert fault.pointer == ("ip", 0, "hosts")
    assert fault.rule in {"missing-field", "list-length"}


def test_c5_direction_is_named_from_the_endpoint() -> None:
    auth = document(
        Auth,
        "ip:\n  - {id: a, hosts: [203.0.113.7], direction: egress}\n"
        "  - {id: b, hosts: [203.0.113.8], direction: ingress}\n",
    )

    assert [record.direction for record in auth.ip] == [Direction.SENDS, Direction.RECEIVES]


def test_c6_the_old_ways_of_changing_numbers_are_read() -> None:
    text = (
        'ip: [{id: a, hosts: [203.0.113.7], numbers: {tech_prefix: "77#", strip_digits: 1, cli_prefix: "44", '
        'force_from: "442079460100"}}]'
    )

    numbers = document(Auth, text).ip[0].numbers

    assert (numbers.tech_prefix, numbers.strip_digits, numbers.cli_prefix) == ("77#", 1, "44")


def test_rewrites_keep_their_order_and_may_delete() -> None:
    text = (
        "users: [{id: a, username: a, numbers: {rewrites: [{type: destination, current: '^\\+(.*)$', new: $1}, "
        "{type: cli, current: '00'}]}}]"
    )

    rewrites = document(Auth, text).users[0].numbers.rewrites

    assert [(rewrite.type, rewrite.new) for rewrite in rewrites] == [
        ("destination", "$1"),
        ("cli", ""),
    ]


def test_c16_a_user_may_be_bound_to_addresses() -> None:
    user = document(
        Auth, 'users: [{id: a, username: "1001", ip_whitelist: [203.0.113.0/29]}]'
    ).users[0]

    assert user.ip_whitelist == ("203.0.113.0/29",)
    assert user.secret is None


def test_numeric_user_names_stand_in_quotes() -> None:
    assert faults(Auth, "users: [{id: a, username: 1001}]")[0].rule == "plain-identifier"


def test_a_digest_in_the_clear_is_refused() -> None:
    (fault,) = faults(Auth, 'users: [{id: a, username: a, secret: "0a1b2c"}]')

    assert fault.rule == "secret"


def test_old_names_are_read() -> None:
    record = document(
        Auth, "ip: [{id: a, hosts: [203.0.113.7], flow_speed: 4, protocol: SIP, bandwidth: 10}]"
    ).ip[0]

    assert (record.cps, record.transport, record.bandwidth_mbps) == (4, Transport.UDP, 10)
