"""What each kind of document says that others must find."""

from __future__ import annotations

import pytest

from engine.document_facts import facts_of
from engine.facts import Fact, Index
from tests.builders import a_customer, loaded

BEN = "customers/ben-llc"
Stated = tuple[str, str, tuple[str | int, ...]]


def stated(path: str, text: bytes | str) -> set[Stated]:
    """The facts of a file, but for its references."""
    data = text if isinstance(text, bytes) else text.encode()
    found = facts_of(loaded(path, data))
    return {(one.index, one.value, one.at) for one in found if not one.index.startswith("ref:")}


def test_a_customer_is_found_by_name_mail_of_paypal_tag_and_block_of_numbers() -> None:
    data = a_customer(
        "Ben LLC",
        billing={"paypal_email": "Pay@Ben.example.com"},
        tags=["uk", "retail"],
        internal_numbers={"start": "1000", "size": 50},
    )

    assert stated(f"{BEN}/customer.yaml", data) == {
        (Index.NAME, "benllc", ("name",)),
        (Index.PAYPAL_EMAIL, "pay@ben.example.com", ("billing", "paypal_email")),
        (Index.TAG, "uk", ("tags", 0)),
        (Index.TAG, "retail", ("tags", 1)),
        (Index.NUMBER_BLOCK, "000000000001000", ("internal_numbers", "start")),
        (Index.NUMBER_RANGE, "2:000000000001000/50", ("internal_numbers", "start")),
    }


def test_an_endpoint_is_found_by_its_networks_and_a_host_name_by_none() -> None:
    text = "ip:\n  - {id: pbx, hosts: [203.0.113.7, pbx.example.net], direction: sends}\n"

    found = stated(f"{BEN}/auth.yaml", text)

    assert (Index.NETWORK, "4:cb007107/032", ("ip", 0, "hosts", 0)) in found
    assert {at for _, _, at in found} == {("ip", 0, "hosts", 0)}


@pytest.mark.parametrize(
    ("more", "calls"),
    [("", True), (", enabled: false", False), (", direction: receives", False)],
)
def test_only_what_may_send_calls_is_a_caller(more: str, *, calls: bool) -> None:
    found = stated(f"{BEN}/auth.yaml", f"ip:\n  - {{id: pbx, hosts: [203.0.113.7]{more}}}\n")

    assert any(index == Index.NETWORK for index, _, _ in found)
    assert any(index == Index.CALLER for index, _, _ in found) is calls


def test_a_sip_user_is_found_by_user_name() -> None:
    found = stated(f"{BEN}/auth.yaml", "users:\n  - {id: desk, username: '1001'}\n")

    assert found == {(Index.SIP_USER, "1001", ("users", 0, "username"))}


def test_a_provider_is_found_by_the_gateways_it_sends_from() -> None:
    text = """
name: Atlas Carrier
currency: EUR
gateways:
  - {id: a, host: 203.0.113.7, networks: [203.0.113.0/28]}
  - {id: b, host: sip.atlas.example}
  - {id: c, host: 203.0.113.9, enabled: false}
  - {id: d, host: 203.0.113.10, direction: receives}
"""
    found = stated("providers/atlas/provider.yaml", text)

    assert (Index.PROVIDER_NAME, "atlascarrier", ("name",)) in found
    assert {(value, at) for index, value, at in found if index == Index.PROVIDER_NETWORK} == {
        ("4:cb007107/032", ("gateways", 0, "host")),
        ("4:cb007100/028", ("gateways", 0, "networks", 0)),
        ("sip.atlas.example", ("gateways", 1, "host")),
    }


def test_what_a_document_refers_to_is_among_its_facts() -> None:
    facts = facts_of(loaded(f"{BEN}/customer.yaml", a_customer(account_manager="ada")))

    assert Fact("ref:operator", "ada", ("account_manager",)) in facts


def test_a_document_that_does_not_hold_says_nothing() -> None:
    assert facts_of(loaded(f"{BEN}/customer.yaml", b"name: Ben LLC\ncurrency: usd\n")) == ()
