from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "duplicate-list-value"


def test_a_tag_given_twice_is_told() -> None:
    files = {BEN + "customer.yaml": a_customer("tags: [retail, uk, retail]")}

    tells(RULE, files, BEN + "customer.yaml", "tags.2", '"retail"', "tags.0")


def test_two_spellings_of_one_address_are_one_address() -> None:
    files = {BEN + "auth.yaml": 'ip: [{id: a, hosts: ["2001:db8::1", "2001:0db8::1"]}]'}

    tells(RULE, files, BEN + "auth.yaml", "ip.0.hosts.1", "ip.0.hosts.0")


def test_different_values_are_fine() -> None:
    assert is_quiet(RULE, {BEN + "customer.yaml": a_customer("tags: [retail, uk]")})
