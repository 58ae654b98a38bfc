from __future__ import annotations

import pytest

from engine.callers import callers, host_of, order, overlapping, told_apart
from engine.checks import WHOLE
from tests.engine.checks.carriers import book_of

HOSTS = {
    "a": "192.0.2.0/24",
    "b": "192.0.2.0",
    "c": "192.0.2.9",
    "d": "192.0.3.1",
    "e": "192.0.0.0/16",
}


def test_networks_around_and_inside_an_address_overlap_it() -> None:
    book = book_of(
        {
            f"customers/{name}/auth.yaml": f"ip: [{{id: a, hosts: ['{host}']}}]"
            for name, host in HOSTS.items()
        }
    )
    found = {
        host_of(own): [host_of(one) for one in overlapping(book, own)]
        for own in callers(book, WHOLE)
    }

    assert {host: sorted(others) for host, others in found.items()} == {
        "192.0.2.0/24": ["192.0.0.0/16", "192.0.2.0", "192.0.2.9"],
        "192.0.2.0": ["192.0.0.0/16", "192.0.2.0/24"],
        "192.0.2.9": ["192.0.0.0/16", "192.0.2.0/24"],
        "192.0.3.1": ["192.0.0.0/16"],
        "192.0.0.0/16": ["192.0.2.0", "192.0.2.0/24", "192.0.2.9", "192.0.3.1"],
    }


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("", "", False),
        ('numbers: {tech_prefix: "1#"}', "", False),
        ('numbers: {tech_prefix: "1#"}', 'numbers: {tech_prefix: "2#"}', True),
        ("cli_authentication: true", "cli_authentication: true", True),
        ("cli_authentication: true", "", False),
    ],
)
def test_calls_are_told_apart_by_prefix_or_by_caller_number(
    one: str, other: str, apart: bool
) -> None:
    book = book_of(
        {
            "customers/a/auth.yaml": f"ip: [{{id: a, hosts: [192.0.2.1], {one}}}]",
            "customers/b/auth.yaml": f"ip: [{{id: a, hosts: [192.0.2.1], {other}}}]",
        }
    )
    first, second = sorted(callers(book, WHOLE), key=order)

    assert told_apart(first, second) is apart
