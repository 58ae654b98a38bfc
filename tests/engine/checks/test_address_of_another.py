from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "address-of-another"
PATH = BEN + "auth.yaml"


def record(host: str, prefix: str = "", more: str = "") -> str:
    numbers = f', numbers: {{tech_prefix: "{prefix}"}}' if prefix else ""
    return f"ip: [{{id: pbx, hosts: [{host}]{numbers}{more}}}]"


ZOE = {
    "customers/zoe/customer.yaml": a_customer(name="Zoe"),
    "customers/zoe/auth.yaml": record("203.0.113.0/24", "31#"),
}


@pytest.mark.parametrize("host", ["203.0.113.7", "203.0.113.0/28", "203.0.113.0/24"])
def test_an_address_within_that_of_another_is_told_with_what_tells_calls_apart(host: str) -> None:
    words = (f"{host} is an address of zoe too", "only tech prefixes tell their calls apart")

    tells(RULE, ZOE | {PATH: record(host, "77#")}, PATH, "ip.0.hosts.0", *words, before=ZOE)


def test_customers_told_apart_by_their_numbers_are_told_so() -> None:
    cli = ", cli_authentication: true"
    zoe = ZOE | {"customers/zoe/auth.yaml": record("203.0.113.7", more=cli)}
    after = zoe | {PATH: record("203.0.113.7", more=cli)}

    tells(RULE, after, PATH, "ip.0.hosts.0", "only caller numbers tell", before=zoe)


def test_another_prefix_is_told_anew_and_what_was_there_is_not() -> None:
    old = ZOE | {PATH: record("203.0.113.7", "77#")}

    assert is_quiet(RULE, old, before=old)
    assert is_quiet(RULE, old)
    tells(RULE, old | {PATH: record("203.0.113.7", "78#")}, PATH, "ip.0.hosts.0", before=old)


def test_an_address_of_its_own_and_one_that_nothing_tells_apart_are_not_told_here() -> None:
    assert is_quiet(RULE, ZOE | {PATH: record("198.51.100.7", "77#")}, before=ZOE)
    assert is_quiet(RULE, ZOE | {PATH: record("203.0.113.7")}, before=ZOE)
