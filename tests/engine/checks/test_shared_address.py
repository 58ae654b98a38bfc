from __future__ import annotations

import pytest

from engine.checks import Scope, run_checks
from tests.engine.checks.carriers import book_of
from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells, told

RULE = "shared-address"


def carrier(ben: str, zoe: str) -> dict[str, str]:
    return {
        BEN + "auth.yaml": f"ip: [{{id: a, {ben}}}]",
        "customers/zoe/customer.yaml": a_customer(name="Zoe"),
        "customers/zoe/auth.yaml": f"ip: [{{id: a, {zoe}}}]",
    }


@pytest.mark.parametrize(
    ("ben", "zoe"),
    [
        ("hosts: [192.0.2.8]", "hosts: [192.0.2.8]"),
        ("hosts: [192.0.2.0/24]", "hosts: [192.0.2.8]"),
        ("hosts: [192.0.2.8]", "hosts: [192.0.2.0/24]"),
        ('hosts: ["2001:db8::/32"]', 'hosts: ["2001:db8::7"]'),
        ("hosts: [192.0.2.8]", 'hosts: [192.0.2.8], numbers: {tech_prefix: "1#"}'),
        (
            'hosts: [192.0.2.8], numbers: {tech_prefix: "1#"}',
            'hosts: [192.0.2.8], numbers: {tech_prefix: "1#"}',
        ),
        ("hosts: [192.0.2.8], cli_authentication: true", "hosts: [192.0.2.8]"),
    ],
)
def test_an_address_of_two_customers_is_told_once(ben: str, zoe: str) -> None:
    files = carrier(ben, zoe)

    (problem,) = told(RULE, files)
    assert problem.field == "ip.0.hosts.0"
    tells(RULE, files, problem.path, "ip.0.hosts.0", "zoe" if "ben" in problem.path else "ben")


def test_it_is_told_of_the_changed_customer_whichever_of_the_two_that_is() -> None:
    book = book_of(
        carrier("hosts: [192.0.2.8]", "hosts: [192.0.2.8]") | {BEN + "customer.yaml": a_customer()}
    )

    for path in (BEN + "auth.yaml", "customers/zoe/auth.yaml"):
        found = run_checks(book, Scope(frozenset({path})))
        assert [one.path for one in found if one.rule == RULE] == [path]


@pytest.mark.parametrize(
    ("ben", "zoe"),
    [
        ("hosts: [192.0.2.8]", "hosts: [192.0.2.9]"),
        ("hosts: [192.0.2.0/30]", "hosts: [192.0.2.4/30]"),
        ("hosts: [192.0.2.8]", "hosts: [192.0.2.8], direction: receives"),
        ("hosts: [192.0.2.8]", "hosts: [192.0.2.8], enabled: false"),
        (
            'hosts: [192.0.2.8], numbers: {tech_prefix: "1#"}',
            'hosts: [192.0.2.8], numbers: {tech_prefix: "2#"}',
        ),
        (
            "hosts: [192.0.2.8], cli_authentication: true",
            "hosts: [192.0.2.0/24], cli_authentication: true",
        ),
    ],
)
def test_addresses_apart_or_told_apart_are_fine(ben: str, zoe: str) -> None:
    assert is_quiet(RULE, carrier(ben, zoe))
